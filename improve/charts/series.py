"""The one door through which data come into a chart: checked, put in time order, and described.

Whatever is refused is refused here, in a sentence that says what is wrong, where, and how to put it right.
"""

from dataclasses import dataclass
from numbers import Integral

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Series:
    """One measure in time order, with the choices that belong to the data.

    Attributes
    ----------
    x : Index
        Dates (datetime64) or numbers, in order, each once.
    y : ndarray of float, shape (n,)
        The plotted value: `value`, or `per` x `value` / `denominator`. NaN where it is not known.
    value, denominator : ndarray of float, shape (n,)
        What was given; the denominator is all NaN where there is none.
    phase : ndarray of int, shape (n,)
        1 for the first phase, 2 for the second …
    in_baseline, excluded : ndarray of bool, shape (n,)
    notes : tuple of (x, text)
    reasons : tuple of (x, text)
        Why each new phase was started; an empty text where no reason was given.
    said : tuple of str
        What was done to the data on the way in, in plain sentences.
    measure, unit : str
        What is measured, and in what unit, for labels.
    """

    x: pd.Index
    y: np.ndarray
    value: np.ndarray
    denominator: np.ndarray
    phase: np.ndarray
    in_baseline: np.ndarray
    excluded: np.ndarray
    notes: tuple
    reasons: tuple
    said: tuple
    measure: str
    unit: str
    per: float

    @property
    def dated(self) -> bool:
        """True where x holds dates."""
        return isinstance(self.x, pd.DatetimeIndex)

    @property
    def has_denominator(self) -> bool:
        """True where a denominator was given."""
        return not np.isnan(self.denominator).all()

    @property
    def has_baseline(self) -> bool:
        """True where part of the data was set aside to fix the centre line."""
        return not self.in_baseline.all()

    @property
    def n_phases(self) -> int:
        """The number of phases: 1 where the series was not split."""
        return int(self.phase.max())


def read_series(
    data,
    value="value",
    date="date",
    denominator=None,
    *,
    per=1,
    baseline=None,
    phases=None,
    exclude=None,
    notes=None,
    measure=None,
    unit=None,
) -> Series:
    """Check the data, put them in time order and mark phases, baseline and excluded points.

    Raises
    ------
    ValueError
        If the data cannot make a chart; the message says what is wrong, where, and the cure.
    """
    frame, said = _frame(data, value, date, denominator)
    frame, sorted_said = _in_order(frame)
    y = _plotted(frame, per, denominator)
    x = pd.Index(frame["x"])
    marked = _marked_notes(notes, frame, x)
    phase = _phases(phases, x)
    return Series(
        x=x,
        y=y,
        value=frame["value"].to_numpy(),
        denominator=frame["denominator"].to_numpy(),
        phase=phase,
        in_baseline=_baseline(baseline, x, phase),
        excluded=_mark(exclude, x, "exclude"),
        notes=marked,
        reasons=_reasons(phases, x, phase),
        said=tuple(said + sorted_said),
        measure=str(measure) if measure else _measure_name(value, denominator, per, data),
        unit=str(unit) if unit else "",
        per=per,
    )


def _frame(data, value, date, denominator) -> tuple[pd.DataFrame, list[str]]:
    """Bring any accepted form of data into a frame with columns x, value, denominator and note."""
    if isinstance(data, pd.DataFrame):
        return _from_frame(data, value, date, denominator), []
    if isinstance(data, pd.Series) and isinstance(data.index, pd.DatetimeIndex):
        x = data.index.to_series().reset_index(drop=True)
    else:
        x = None
    if isinstance(data, str | bytes | dict) or not hasattr(data, "__len__"):
        raise ValueError("The data must be a DataFrame or a plain list of numbers.")
    numbers = _numbers(pd.Series(list(data), dtype=object), "the data")
    if denominator is not None:
        raise ValueError("A list of numbers has no denominator column. Put both columns in a DataFrame.")
    if x is None:
        x = pd.Series(np.arange(1, len(numbers) + 1))
    return _checked(pd.DataFrame({"x": x, "value": numbers, "denominator": np.nan, "note": None})), []


def _from_frame(data, value, date, denominator) -> pd.DataFrame:
    for column in (value, date, denominator):
        if column is not None and column not in data.columns:
            columns = ", ".join(str(name) for name in data.columns)
            raise ValueError(
                f"There is no column {column!r}. The columns are: {columns}. "
                "Name the right one with value=…, date=… or denominator=…; date=None uses the order of the "
                "rows."
            )
    x = _dates(data[date], date) if date is not None else pd.Series(np.arange(1, len(data) + 1))
    bottom = _numbers(data[denominator], f"column {denominator!r}") if denominator else np.nan
    note = data["note"].to_numpy(dtype=object) if "note" in data.columns else None
    frame = {"x": x, "value": _numbers(data[value], f"column {value!r}"), "denominator": bottom, "note": note}
    return _checked(pd.DataFrame(frame))


def _checked(frame) -> pd.DataFrame:
    if len(frame) == 0:
        raise ValueError("The data have no rows, so there is nothing to draw.")
    negative = np.flatnonzero(frame["denominator"].to_numpy() < 0)
    if len(negative):
        row = negative[0]
        raise ValueError(
            f"Row {row + 1} has the denominator {frame['denominator'].iloc[row]:g}. A denominator cannot be "
            "negative."
        )
    return frame


def _numbers(column, where) -> np.ndarray:
    """Return the column as floats, with NaN for blanks; refuse text and infinities by row."""
    column = column.reset_index(drop=True)
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    blank = column.isna() | column.astype(str).str.strip().isin(["", "None", "nan", "NaN", "<NA>"])
    bad = np.flatnonzero((np.isnan(numbers) & ~blank.to_numpy()) | np.isinf(numbers))
    if len(bad):
        row = bad[0]
        raise ValueError(
            f"Row {row + 1} of {where} holds {str(column.iloc[row])!r}, which is not a number that can be "
            "drawn. "
            "Correct it, or leave it blank if the value is not known."
        )
    return numbers


def _dates(column, name) -> pd.Series:
    """Return dates or numbers for the horizontal axis; refuse blanks and text that is not an ISO date."""
    column = column.reset_index(drop=True)
    missing = np.flatnonzero(column.isna())
    if len(missing):
        raise ValueError(
            f"Row {missing[0] + 1} has no date in column {name!r}. Give the date, or take the row out."
        )
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.dt.tz_localize(None) if column.dt.tz is not None else column
    if pd.api.types.is_bool_dtype(column):
        raise ValueError(f"Column {name!r} holds true and false, not dates.")
    if pd.api.types.is_numeric_dtype(column):
        return column.astype(float) if pd.api.types.is_float_dtype(column) else column.astype(int)
    if isinstance(column.dtype, pd.PeriodDtype):
        return column.dt.to_timestamp()
    dates = pd.to_datetime(column, format="ISO8601", errors="coerce")
    bad = np.flatnonzero(dates.isna())
    if len(bad):
        raise ValueError(
            f"Row {bad[0] + 1} of column {name!r} holds {str(column.iloc[bad[0]])!r}, which is not a date "
            "written "
            "year-month-day (such as 2024-03-01). improve.data.read_csv reads other ways of writing dates."
        )
    return dates


def _in_order(frame) -> tuple[pd.DataFrame, list[str]]:
    """Sort by date, say so where it changed anything, and refuse a date that comes twice."""
    twice = frame["x"].duplicated(keep=False)
    if twice.any():
        rows = np.flatnonzero(frame["x"] == frame["x"][twice].iloc[0]) + 1
        raise ValueError(
            f"{date_words(frame['x'][twice].iloc[0])} comes {len(rows)} times (rows {_listed(rows)}). A "
            "chart needs "
            "one value for each date: add the rows up, or give each its own date."
        )
    if frame["x"].is_monotonic_increasing:
        return frame, []
    return frame.sort_values("x", ignore_index=True), [
        "The rows were not in time order; they were sorted by date."
    ]


def _plotted(frame, per, denominator) -> np.ndarray:
    """Return what is drawn: the value, or per x value / denominator with no value where that is unknown."""
    if not np.isscalar(per) or not per > 0:
        raise ValueError(f"per={per!r} is not possible: give a number above 0, such as 100 for per cent.")
    value = frame["value"].to_numpy(dtype=float)
    if denominator is None:
        return value * per if per != 1 else value.copy()
    bottom = frame["denominator"].to_numpy(dtype=float)
    known = bottom > 0
    return np.divide(value, bottom, out=np.full(len(value), np.nan), where=known) * per


def _phases(phases, x) -> np.ndarray:
    """Number the phase of each point from the dates (or 0-based positions) at which phases start."""
    starts = []
    for start in _as_list(phases):
        position = _position(start, x, "phases", exact=False)
        if not 0 < position < len(x):
            raise ValueError(
                f"A phase cannot start at {_named(start)}: there must be points before it and from it on."
            )
        starts.append(position)
    if len(set(starts)) < len(starts):
        raise ValueError("Two phases start at the same point. Give each phase its own start.")
    return 1 + np.searchsorted(np.sort(np.array(starts, dtype=int)), np.arange(len(x)), side="right")


def _reasons(phases, x, phase) -> tuple:
    """Pair the start of each later phase with the reason given for it."""
    given = {}
    if isinstance(phases, dict):
        given = {_position(start, x, "phases", exact=False): str(text) for start, text in phases.items()}
    return tuple((x[start], given.get(int(start), "")) for start in np.flatnonzero(np.diff(phase)) + 1)


def _baseline(baseline, x, phase) -> np.ndarray:
    """Mark the points that fix the centre line: the first N of each phase, or those before a date."""
    if baseline is None:
        return np.ones(len(x), dtype=bool)
    if isinstance(baseline, Integral) and not isinstance(baseline, bool):
        if baseline < 1:
            raise ValueError(f"baseline={baseline} is not possible: give the number of points, 1 or more.")
        first = np.searchsorted(phase, phase)
        return np.arange(len(x)) - first < baseline
    end = _position(baseline, x, "baseline", exact=False)
    if end == 0:
        raise ValueError(f"There are no points before {_named(baseline)} to make a baseline of.")
    if (phase[:end] > 1).any():
        raise ValueError(
            "The baseline must end inside the first phase. Later phases have centre lines of their own."
        )
    return (np.arange(len(x)) < end) | (phase > 1)


def _mark(places, x, what) -> np.ndarray:
    """Mark the points named by date or by 0-based position."""
    marked = np.zeros(len(x), dtype=bool)
    for place in _as_list(places):
        marked[_position(place, x, what, exact=True)] = True
    return marked


def _marked_notes(notes, frame, x) -> tuple:
    """Gather notes from the argument and from a column `note`, in time order."""
    found = []
    for place, text in (notes or {}).items():
        where = _note_place(place, x)
        found.append((where, str(text)))
    for where, text in zip(frame["x"], frame["note"], strict=True):
        if isinstance(text, str) and text.strip():
            found.append((where, text.strip()))
    return tuple(sorted(found, key=lambda note: note[0]))


def _note_place(place, x):
    if not isinstance(x, pd.DatetimeIndex):
        return x[_position(place, x, "notes", exact=True)]
    if isinstance(place, Integral):
        return x[_position(place, x, "notes", exact=True)]
    where = _timestamp(place, "notes")
    if not x[0] <= where <= x[-1]:
        raise ValueError(
            f"The note dated {date_words(where)} lies outside the data, "
            f"which run from {date_words(x[0])} to {date_words(x[-1])}. Check the year."
        )
    return where


def _position(place, x, what, *, exact: bool) -> int:
    """Find a date or a 0-based position among the points."""
    if isinstance(place, Integral) and not isinstance(place, bool):
        if not 0 <= place < len(x):
            raise ValueError(
                f"{what}: there is no point {place}; points are numbered from 0 to {len(x) - 1}."
            )
        return int(place)
    if not isinstance(x, pd.DatetimeIndex):
        raise ValueError(
            f"{what}: {place!r} is not a position. These data have no dates, so count points from 0."
        )
    when = _timestamp(place, what)
    position = int(x.searchsorted(when))
    if exact and (position == len(x) or x[position] != when):
        raise ValueError(f"{what}: there is no point dated {date_words(when)}.")
    return position


def _timestamp(place, what) -> pd.Timestamp:
    try:
        when = pd.Timestamp(place)
    except (ValueError, TypeError) as problem:
        raise ValueError(f"{what}: {place!r} is not a date. Write dates as 2024-03-01.") from problem
    if when is pd.NaT:
        raise ValueError(f"{what}: a blank is not a date.")
    return when.tz_localize(None) if when.tzinfo else when


def _named(place) -> str:
    return f"point {place}" if isinstance(place, Integral) else date_words(pd.Timestamp(place))


def _as_list(places) -> list:
    if places is None:
        return []
    if isinstance(places, dict):
        return list(places)
    if isinstance(places, list | tuple | set | pd.Index | pd.Series | np.ndarray):
        return [place.item() if isinstance(place, np.integer) else place for place in places]
    return [places]


def _measure_name(value, denominator, per, data) -> str:
    """Make a name for the measure from the column names, for want of a better one."""
    if not isinstance(data, pd.DataFrame):
        return "values"
    top = _readable(value)
    if denominator is None:
        return top
    if per == 1:
        return f"{top} divided by {_readable(denominator)}"
    return f"{top} per {per:,g} {_readable(denominator)}"


def _readable(name) -> str:
    return str(name).replace("_", " ")


def _listed(items) -> str:
    words = [str(item) for item in items]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def date_words(when, dates=None) -> str:
    """Write a date the way a reader says it; with `dates` all on the first of a month, without the day.

    Examples
    --------
    >>> date_words(pd.Timestamp("1847-06-01"))
    '1 June 1847'
    >>> date_words(pd.Timestamp("1847-06-01"), pd.DatetimeIndex(["1847-06-01", "1847-07-01"]))
    'June 1847'
    """
    if not isinstance(when, pd.Timestamp):
        return f"point {when:g}" if isinstance(when, int | float | np.number) else str(when)
    if dates is not None and len(dates) > 1:
        days = np.asarray(
            dates, dtype="datetime64[ns]"
        )  # not pandas' own parts of a date: asked for each point
        if (days == days.astype("datetime64[Y]")).all():
            return f"{when:%Y}"
        if (days == days.astype("datetime64[M]")).all():
            return f"{when:%B %Y}"
    clock = "" if when == when.normalize() else f" at {when:%H:%M}"
    return f"{when.day} {when:%B %Y}{clock}"
