"""A JupyterHub for one class on one Linux machine: each person an account and a server of their own, nbgrader in it.

Started by root, ``jupyterhub -f hub/jupyterhub_config.py``, since only root may start a server as somebody else. What a
class changes are the environment variables below; README.md beside this file says how, and what the machine needs.
"""

import os
import pwd
import resource
import shutil
import sys
from pathlib import Path

from jupyterhub.spawner import LocalProcessSpawner

c = get_config()  # noqa: F821  (JupyterHub puts it there)

HERE = Path(__file__).resolve().parent
TUTORS = set(os.environ.get("COURSE_TUTORS", "").split())
STUDENTS = set(os.environ.get("COURSE_STUDENTS", "").split())
EXCHANGE = os.environ.get("COURSE_EXCHANGE", "/srv/course/exchange")
STATE = Path(os.environ.get("COURSE_HUB_STATE", "/srv/course/hub"))
COURSE_FOLDER = "better-care"  # in the home of each tutor: the nbgrader course
MEMORY = int(os.environ.get("COURSE_MEMORY_MB", "2048")) << 20  # of one person's largest process
PROCESSES = 400  # of one person: a server, some kernels and their threads


class OwnAccount(LocalProcessSpawner):
    """Starts a server as its owner, with limits, and with the settings of their part in the course."""

    def get_env(self):
        environment = super().get_env()
        part = HERE / "student"
        if self.user.name in TUTORS:
            part = Path(pwd.getpwnam(self.user.name).pw_dir) / COURSE_FOLDER
        beside_python = str(Path(sys.executable).parent)
        return {
            **environment,
            "COURSE_EXCHANGE": EXCHANGE,
            "JUPYTER_CONFIG_PATH": str(part),
            "PATH": f"{beside_python}:/usr/local/bin:/usr/bin:/bin",  # nbgrader calls its helpers by name
        }

    def make_preexec_fn(self, name):
        become = super().make_preexec_fn(name)

        def begin():
            become()
            os.umask(0o077)  # what one person writes, no other reads; the exchange opens what it must
            for what, most in (
                (resource.RLIMIT_NPROC, PROCESSES),
                (resource.RLIMIT_DATA, MEMORY),
                (resource.RLIMIT_CORE, 0),
            ):
                resource.setrlimit(what, (most, most))

        return begin


c.JupyterHub.spawner_class = OwnAccount
c.Spawner.cmd = [str(Path(sys.executable).with_name("jupyterhub-singleuser"))]
c.Spawner.default_url = "/lab"
c.Spawner.disable_user_config = True  # nobody's own files change how their server answers others
c.Spawner.start_timeout = c.Spawner.http_timeout = 180
# JupyterLab shows nbgrader's formgrader in a frame of the same server, which JupyterHub forbids unless told.
c.Spawner.args = [
    "--ServerApp.tornado_settings={'headers': {'Content-Security-Policy': \"frame-ancestors 'self'\"}}",
]

# Passwords are those of the machine's accounts. Nobody else comes in, and nobody can act as another.
c.JupyterHub.authenticator_class = "pam"
c.Authenticator.allowed_users = TUTORS | STUDENTS
c.Authenticator.admin_users = set()
c.JupyterHub.load_groups = {"tutors": sorted(TUTORS), "students": sorted(STUDENTS)}

# On this machine only: a web server with a certificate stands in front (README.md).
c.JupyterHub.bind_url = os.environ.get("COURSE_HUB_ADDRESS", "http://127.0.0.1:8000")
c.JupyterHub.db_url = os.environ.get("COURSE_HUB_DB", f"sqlite:///{STATE / 'jupyterhub.sqlite'}")
c.JupyterHub.cookie_secret_file = str(STATE / "cookie-secret")
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
c.ConfigurableHTTPProxy.command = [
    shutil.which("node", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', os.defpath)}")
    or "node",
    str(HERE / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"),
]
