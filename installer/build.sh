#!/usr/bin/env bash
# Builds dist/gongjian-ledger (one folder) and, where dpkg-deb is, a Debian package beside it.
# Run it on the oldest system the program must serve: the bundle needs that system's glibc or newer.
set -euo pipefail
cd "$(dirname "$0")/.."

tools/setup.sh run
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
tree=build/installer-venv

# PyInstaller gets an environment of its own; the program's packages are the locked ones.
if [ ! -x $tree/bin/pyinstaller ]; then
  "${PYTHON:-python3}" -m venv --clear $tree
  $tree/bin/python -m pip install --quiet --require-hashes -r requirements.lock
  $tree/bin/python -m pip install --quiet "pyinstaller==6.22.3"
fi
$tree/bin/pyinstaller --noconfirm --log-level WARN --distpath dist --workpath build/pyinstaller \
  installer/gongjian.spec
du -sh dist/gongjian-ledger

command -v dpkg-deb >/dev/null || { echo "No dpkg-deb: the folder is all that was built."; exit 0; }
arch=$(dpkg --print-architecture)
root=build/deb
rm -rf $root
mkdir -p $root/DEBIAN $root/opt $root/usr/bin $root/usr/share/applications \
  $root/usr/share/icons/hicolor/scalable/apps
cp -r dist/gongjian-ledger $root/opt/
cp resources/icons/logo.svg $root/usr/share/icons/hicolor/scalable/apps/gongjian-ledger.svg
cat >$root/DEBIAN/control <<CONTROL
Package: gongjian-ledger
Version: $version
Architecture: $arch
Maintainer: the Gongjian Ledger authors <gongjian-ledger@localhost>
Section: office
Priority: optional
Depends: libgl1, libegl1, fontconfig-config, libcups2
Recommends: fonts-lxgw-wenkai, fonts-wqy-zenhei, fonts-arphic-uming
Description: ledger for a township's yearly pollution-control campaign
 Reads the district's task list, keeps progress and proof, prints the returns.
CONTROL
# The wheels speak to input methods by ibus only; fcitx5 answers on that name too. D-Bus ends the
# whole program where the system has no machine-id.
cat >$root/usr/bin/gongjian-ledger <<'START'
#!/bin/sh
if [ -s /etc/machine-id ]; then
  export QT_IM_MODULE="${QT_IM_MODULE:-ibus}"
fi
exec /opt/gongjian-ledger/gongjian "$@"
START
chmod 755 $root/usr/bin/gongjian-ledger
cat >$root/usr/share/applications/gongjian-ledger.desktop <<'DESKTOP'
[Desktop Entry]
Type=Application
Name=攻坚台账
Comment=污染防治攻坚任务台账
Exec=gongjian-ledger
Icon=gongjian-ledger
Categories=Office;
Terminal=false
DESKTOP
dpkg-deb --root-owner-group -Zxz --build $root "dist/gongjian-ledger_${version}_$arch.deb" >/dev/null
ls -l dist/*.deb
