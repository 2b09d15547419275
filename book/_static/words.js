// Finds modules by what they are about: either community's words, other names from the glossary, endings and slips forgiven.
"use strict";

window.courseWords = (() => {
  const STOP = new Set(("a am an and any are as at be by can do does for from get have how i in is it me my of on or our people so that the " +
    "their them they this to up us want was we what when which who with would you your").split(" "));
  const SLIP = 0.7, BEGINS = 0.85, TERM = 0.85, OTHER_NAME = 0.75, SCATTERED = 0.6, ENOUGH = 0.45, SURE = 0.6;

  // ---- words: one form for "improve", "improving" and "improvement", for -ise and -ize, for our and or ----
  const stems = new Map(); // a course says the same words again and again
  const stem = (word) => stems.get(word) ?? stems.set(word, cutShort(word)).get(word);
  function cutShort(word) {
    let w = word.replace(/our/g, "or").replace(/programme/, "program").replace(/centre/, "center").replace(/i[sz](?=e|ing|ation)/, "is");
    w = w.length > 4 ? w.replace(/ies$/, "y") : w;
    w = w.length > 3 ? w.replace(/([^s])s$/, "$1") : w;
    const cut = w.replace(/(isation|ability|ation|ating|ated|ator|ate|ement|ment|ing|ion|er|or|ed|ly|al|y|e)$/, ""); // codespell:ignore ment
    return cut.length >= 4 ? cut.replace(/([^aeiouls])\1$/, "$1") : w;
  }

  function tokens(text) {
    const plain = text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "");
    const found = plain.split(/[^a-z0-9]+/).filter(Boolean);
    const kept = found.filter((word) => !STOP.has(word));
    return [...new Set((kept.length ? kept : found).map(stem))];
  }

  // one slip: a letter too many, too few, wrong, or two that changed places; two slips in long words
  function slips(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [], last = Array.from({ length: b.length + 1 }, (_, n) => n);
    for (let i = 1; i <= a.length; i++) {
      const now = [i];
      for (let j = 1; j <= b.length; j++) {
        now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) now[j] = Math.min(now[j], before[j - 2] + 1);
      }
      if (Math.min(...now) > most) return most + 1;
      [before, last] = [last, now];
    }
    return last[b.length];
  }

  function finder(data) {
    let read; // made at the first question: a reader who only chooses does not pay for it

    function prepare() {
      const counts = new Map();
      const modules = data.modules.map((module) => {
        const phrases = [[module.t, 1], ...(module.w ?? "").split("|").map((words) => [words, 1]), [module.p ?? "", 0.6]]
          .map(([text, weight]) => ({ text, weight, words: tokens(text), initials: initials(text) }));
        const all = new Set(phrases.flatMap((phrase) => phrase.words));
        for (const word of all) counts.set(word, (counts.get(word) ?? 0) + 1);
        return { phrases, all };
      });
      const same = data.same.map((names) => names.map((text) => ({ text, words: tokens(text) })));
      for (const { words } of same.flat()) for (const word of words) if (!counts.has(word)) counts.set(word, 0);
      const called = ({ title, words }) => [title, ...words].map(tokens);
      const roles = data.roles.map(called), aims = data.aims.map(called);
      for (const word of [...roles, ...aims].flat(2)) if (!counts.has(word)) counts.set(word, 0);
      const having = new Map(); // which modules have a word at all
      modules.forEach(({ all }, n) => all.forEach((word) => having.set(word, [...(having.get(word) ?? []), n])));
      return { modules, counts, same, roles, aims, having, like: new Map() };
    }

    const initials = (text) => {
      const words = text.toLowerCase().split(/[^a-z0-9]+/).filter((word) => word && !STOP.has(word));
      return words.length > 2 ? words.map((word) => word[0]).join("") : "";
    };

    // what a word that nobody uses was meant to be
    function mended(word) {
      if (read.counts.has(word) || word.length < 5 || [...read.counts.keys()].some((known) => known.startsWith(word))) return word;
      const most = word.length >= 9 ? 2 : 1;
      let best = word, fewest = most + 1;
      for (const known of read.counts.keys()) {
        if (known.length < 4) continue;
        const count = slips(word, known, most);
        if (count < fewest) [best, fewest] = [known, count];
      }
      return best;
    }

    const weight = (word) => Math.log(1 + (data.modules.length + 1) / (1 + (read.counts.get(word) ?? 0)));

    // the known words that a word of the question may stand for: itself, and longer ones that begin with it
    function like(word) {
      if (!read.like.has(word)) {
        const found = new Map();
        if (word.length > 2) for (const known of read.having.keys()) if (known.startsWith(word)) found.set(known, BEGINS);
        read.like.set(word, found.set(word, 1));
      }
      return read.like.get(word);
    }

    function likeness(word, words) {
      const known = like(word);
      let best = 0;
      for (const other of words) best = Math.max(best, known.get(other) ?? 0);
      return best;
    }

    function having(question) {
      return new Set(question.flatMap((word) => [...like(word).keys()].flatMap((known) => read.having.get(known) ?? [])));
    }

    function share(question, words) {
      let found = 0, all = 0;
      for (const word of question) {
        all += weight(word);
        found += weight(word) * likeness(word, words);
      }
      return all ? found / all : 0;
    }

    function score({ phrases, all }, question, asTyped) {
      let best = { score: SCATTERED * share(question, all), phrase: "" };
      for (const { text, weight, words, initials } of phrases) {
        if (!words.length) continue;
        const known = words.filter((word) => question.includes(word)).length / words.length;
        const full = initials && asTyped.includes(initials) ? 1 : share(question, words) * (0.8 + 0.2 * known);
        if (weight * full > best.score) best = { score: weight * full, phrase: weight === 1 ? text : "" };
      }
      return best;
    }

    // the question as asked, and again with each other name for a part of it
    function alternatives(question) {
      const found = [];
      for (const names of read.same) {
        const asked = names.filter(({ words }) => words.length && words.every((word) => question.includes(word)));
        if (!asked.length) continue;
        const rest = question.filter((word) => !asked.some(({ words }) => words.includes(word)));
        for (const other of names) {
          if (!asked.includes(other)) found.push({ name: other.text, worth: other === names[0] ? TERM : OTHER_NAME, question: [...new Set([...rest, ...other.words])], whole: !rest.length });
        }
      }
      return found.slice(0, 60);
    }

    // who asks, or what for, and how many words of the question say so
    function meant(things, question) {
      const long = things.map((names) => Math.max(0, ...names.filter((words) => words.length && words.every((word) => question.includes(word))).map((words) => words.length)));
      const most = Math.max(0, ...long);
      return { n: most && 2 * most >= question.length ? long.indexOf(most) : -1, words: most };
    }

    return function find(text) {
      read ??= prepare();
      const typed = tokens(text);
      if (!typed.length) return { modules: [], names: [], mended: "", role: -1, aim: -1 };
      const question = typed.map(mended);
      const changed = question.some((word, n) => word !== typed[n]);
      const asTyped = text.toLowerCase().split(/[^a-z0-9]+/).filter((word) => word.length > 2);
      const others = alternatives(question);
      const best = read.modules.map((module) => ({ ...score(module, question, asTyped), via: "" }));
      for (const other of others) {
        for (const n of having(other.question)) {
          const tried = score(read.modules[n], other.question, []);
          tried.score *= other.worth;
          if (tried.score > best[n].score) best[n] = { ...tried, via: other.name };
        }
      }
      const modules = best.map((one, n) => ({ n, ...one })).filter((one) => one.score >= ENOUGH);
      if (changed) for (const one of modules) one.score *= SLIP;
      modules.sort((a, b) => b.score - a.score || a.n - b.n);
      const aim = meant(read.aims, question), role = meant(read.roles, question);
      const sure = modules[0]?.score >= SURE;
      return { modules, role: sure || aim.words > role.words ? -1 : role.n, aim: sure && aim.words <= question.length / 2 ? -1 : aim.n, mended: changed, names: [...new Set(others.filter((other) => other.whole).map((other) => other.name))] };
    };
  }

  return { finder, tokens };
})();
