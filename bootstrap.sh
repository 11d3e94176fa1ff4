#!/bin/sh
# Installs what the project needs and is missing: QGIS >= 3.40 and the Python libraries through apt,
# the development tools and odfdo in .venv through pip. Says what it does; silent and quick when nothing is missing.
#
#   sh bootstrap.sh            what `make demo` and the others need
#   sh bootstrap.sh tests      the same, and the PostGIS server that `make test` starts a cluster of its own with
#   sh bootstrap.sh screen     the same, and what drives a real window for `make screenshots`
set -eu
cd "$(dirname "$0")"

QGIS_MINIMUM=3.40
PACKAGES="qgis python3-qgis qgis-providers python3-geopandas python3-matplotlib python3-requests python3-lxml
  python3-jinja2
  python3-venv qttools5-dev-tools qttranslations5-l10n pyqt5-dev-tools fonts-dejavu fonts-open-sans poppler-utils libreoffice-writer-nogui"
SCREEN_PACKAGES="xvfb openbox xdotool imagemagick x11-utils"
# LibreOffice Calc reads back what is written for spreadsheets.
TEST_PACKAGES="postgresql postgresql-postgis python3-psycopg2 libreoffice-calc-nogui"
[ "${1:-}" = tests ] && PACKAGES="$PACKAGES $TEST_PACKAGES"
[ "${1:-}" = screen ] && PACKAGES="$PACKAGES $SCREEN_PACKAGES"

say() { printf 'set-up: %s\n' "$*"; }

system_id() { . /etc/os-release 2>/dev/null && printf '%s %s' "${ID:-}" "${VERSION_CODENAME:-}"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else say "administrator rights are needed to run: $*"; say "run as root, or install sudo."; exit 1
  fi
}

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

qgis_recent() {
  version=$(dpkg-query -W -f '${Version}' python3-qgis 2>/dev/null) || return 1
  dpkg --compare-versions "${version#*:}" ge "$QGIS_MINIMUM"
}

if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
  say "this system is not Debian or Ubuntu: nothing was installed."
  say "install by hand QGIS >= $QGIS_MINIMUM with its Python, and these (Debian names): $(echo $PACKAGES)"
  exit 1
fi

missing=""
for package in $PACKAGES; do installed "$package" || missing="$missing $package"; done
qgis_recent || case " $missing " in *" python3-qgis "*) ;; *) missing="$missing qgis python3-qgis qgis-providers" ;; esac

if [ -n "$missing" ]; then
  say "installing through apt:$missing"
  as_root apt-get update -qq || say "some package lists could not be read; going on with the others."
  release=""
  case "$(system_id)" in
    "debian bookworm")
      # The release's own QGIS (3.22) is too old; the backports hold 3.40, on the mirror this machine already uses.
      if ! apt-get indextargets --format '$(CODENAME)' "Identifier: Packages" | grep -qx bookworm-backports; then
        mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' "Identifier: Packages" | awk '$2 == "bookworm" {print $1; exit}')
        [ -n "$mirror" ] || { say "no mirror of Debian 12 (bookworm) found in this machine's apt sources."; exit 1; }
        say "adding bookworm-backports from $mirror (/etc/apt/sources.list.d/bookworm-backports.list)"
        echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror bookworm-backports main" |
          as_root tee /etc/apt/sources.list.d/bookworm-backports.list >/dev/null
        as_root apt-get update -qq || say "some package lists could not be read; going on with the others."
      fi
      release="bookworm-backports" ;;
  esac
  from_backports=""; from_release=""
  for package in $missing; do
    case "$package" in
      qgis|python3-qgis|qgis-providers) from_backports="$from_backports $package" ;;
      *) from_release="$from_release $package" ;;
    esac
  done
  install="env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0"
  case " $from_release " in *" postgresql "*)
    if ! installed postgresql-common; then
      # The tests make their own cluster: without this the package would make one more, and start it.
      as_root $install postgresql-common >/dev/null
      as_root sed -i 's/^#*create_main_cluster *=.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    fi ;;
  esac
  [ -z "$from_release" ] || as_root $install $from_release >/dev/null
  [ -z "$from_backports" ] || as_root $install ${release:+-t "$release"} $from_backports >/dev/null
  qgis_recent || {
    say "this system offers QGIS $(dpkg-query -W -f '${Version}' python3-qgis 2>/dev/null || echo '(none)'), and $QGIS_MINIMUM or newer is needed."
    exit 1
  }
fi

# The system's Python carries PyQGIS: the development tools live beside it in .venv, never in it.
wanted=$(cat requirements-dev.txt requirements-vendor.txt bootstrap.sh | cksum)
if [ "$(cat .venv/.anct-installed 2>/dev/null || true)" != "$wanted" ]; then
  say "installing the development tools in .venv through pip"
  [ -x .venv/bin/python ] || /usr/bin/python3 -m venv --system-site-packages .venv
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
  # Without their dependencies, as in the plugin's zip: odfdo then runs on the lxml that QGIS uses.
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-vendor.txt
  # pyproj looks for PROJ's data beside the Python that runs.
  mkdir -p .venv/share && ln -sfn /usr/share/proj .venv/share/proj
  printf '%s' "$wanted" > .venv/.anct-installed
fi
