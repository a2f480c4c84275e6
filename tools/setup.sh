#!/usr/bin/env bash
# Makes a fresh clone run: system libraries and fonts, the virtual environment, the locked packages.
# Usage: tools/setup.sh run|dev        Does nothing, quickly, when nothing has changed.
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:-run}
case $kind in
  run) lock=requirements.lock ;;
  dev) lock=requirements-dev.lock ;;
  *) echo "usage: tools/setup.sh run|dev" >&2; exit 2 ;;
esac
python=${PYTHON:-python3}
venv=.venv

say() { printf '%s\n' "$*" >&2; }

# ---------------------------------------------------------------- what the system must have
# Each line: what to look for, and the Debian package that brings it. A bare name is a shared
# library, a path is a file, `cmd:x` is a command. Qt loads the libraries at run time, so pip
# can't bring them; the fonts are what the window and the PDF draw Chinese with.
needs() {
  cat <<'LIST'
libglib-2.0.so.0            libglib2.0-0
libEGL.so.1                 libegl1
libGL.so.1                  libgl1
libX11.so.6                 libx11-6
libdbus-1.so.3              libdbus-1-3
libfontconfig.so.1          libfontconfig1
libfreetype.so.6            libfreetype6
libxkbcommon.so.0           libxkbcommon0
libbrotlidec.so.1           libbrotli1
libxcb-cursor.so.0          libxcb-cursor0
libxcb-icccm.so.4           libxcb-icccm4
libxcb-image.so.0           libxcb-image0
libxcb-keysyms.so.1         libxcb-keysyms1
libxcb-randr.so.0           libxcb-randr0
libxcb-render-util.so.0     libxcb-render-util0
libxcb-shape.so.0           libxcb-shape0
libxcb-xkb.so.1             libxcb-xkb1
libxcb-sync.so.1            libxcb-sync1
libxcb-xfixes.so.0          libxcb-xfixes0
libX11-xcb.so.1             libx11-xcb1
libxkbcommon-x11.so.0       libxkbcommon-x11-0
/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc    fonts-wqy-zenhei
/usr/share/fonts/truetype/lxgw-wenkai           fonts-lxgw-wenkai
/usr/share/fonts/truetype/arphic/uming.ttc      fonts-arphic-uming
LIST
  # The tests read printed pages back.
  [ "$kind" = run ] || echo "cmd:pdftotext poppler-utils"
}

missing_packages() {
  local libraries what package
  libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null || true)
  needs | while read -r what package; do
    case $what in
      /*) [ -e "$what" ] ;;
      cmd:*) command -v "${what#cmd:}" >/dev/null ;;
      *) [[ $libraries == *"$what "* ]] ;;
    esac || echo "$package"
  done
}

# The words that run apt-get as root, or nothing where we may not.
root_apt() {
  command -v apt-get >/dev/null || return 0
  if [ "$(id -u)" = 0 ]; then
    echo "apt-get"
  elif sudo -n true 2>/dev/null; then
    echo "sudo -n DEBIAN_FRONTEND=noninteractive apt-get"
  fi
}

apt_install() {
  local apt
  apt=$(root_apt)
  [ -n "$apt" ] || return 1
  say "Installing system packages: $*"
  export DEBIAN_FRONTEND=noninteractive
  $apt update -qq </dev/null >&2 || say "apt-get update failed; trying with the lists at hand."
  $apt install -y -qq --no-install-recommends "$@" </dev/null >&2
}

system_packages() {
  local missing
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} -gt 0 ] || return 0
  if apt_install "${missing[@]}"; then
    mapfile -t missing < <(missing_packages)
    [ ${#missing[@]} -gt 0 ] || return 0
  fi
  say "Some system components are missing; going on without them. The window needs the libraries"
  say "(lib…), Chinese text one of the fonts (fonts-…), the tests poppler-utils. On Debian or Ubuntu:"
  say "  sudo apt-get install ${missing[*]}"
  say "本机缺少以上系统组件（图形库、中文字体等），请管理员安装；现先继续。"
}

# ---------------------------------------------------------------- the virtual environment
check_python() {
  if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "Python 3.11 or newer is needed, '$python' is not that; name one: make run PYTHON=python3.12"
    say "需要 Python 3.11 以上版本。"
    exit 1
  fi
}

# Debian splits ensurepip off into python3-venv; with the system's own pip we can do without it.
make_venv() {
  if "$python" -c 'import ensurepip' 2>/dev/null; then
    "$python" -m venv --clear "$venv"
  elif "$python" -m pip --version >/dev/null 2>&1; then
    "$python" -m venv --clear --without-pip "$venv"
  elif apt_install python3-venv; then
    "$python" -m venv --clear "$venv"
  else
    say "Neither pip nor venv found. On Debian or Ubuntu: sudo apt-get install python3-venv"
    say "缺少 pip 和 venv，请先安装 python3-venv。"
    exit 1
  fi
}

pip_install() {
  if "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    "$venv/bin/python" -m pip install --disable-pip-version-check "$@"
  else
    "$python" -m pip --python "$venv/bin/python" install --disable-pip-version-check "$@"
  fi
}

# A virtual environment holds its own path and Python's version: moved or upgraded, it's made anew.
virtual_environment() {
  local made_for
  made_for="$PWD $("$python" -V 2>&1 || true)"
  if [ -x "$venv/bin/python" ] && [ "$(cat "$venv/.made-for" 2>/dev/null)" = "$made_for" ]; then
    return 0
  fi
  check_python
  make_venv
  echo "$made_for" >"$venv/.made-for"
}

locked_packages() {
  local stamp=$venv/.installed-$kind hash
  hash=$(sha256sum "$lock" | cut -d' ' -f1)
  [ "$(cat "$stamp" 2>/dev/null)" != "$hash" ] || return 0
  say "Installing the locked packages of $lock …"
  pip_install --quiet --require-hashes -r "$lock" </dev/null
  echo "$hash" >"$stamp"
}

system_packages
virtual_environment
locked_packages
