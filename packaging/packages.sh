# SPDX-License-Identifier: GPL-3.0-or-later
# The system packages Vitrine needs, for run.sh and test.sh. This is the only list.
#
# `a|b` names one part whose package is called differently in some release: any of them will do.
# Reads $os_id and $os_version (see prepare.sh).

# Compiler and tools.
build_packages=(
    g++ cmake ninja-build pkg-config ccache mold
)
# The window.
build_packages+=(
    qt6-base-dev
    'qt6-charts-dev|libqt6charts6-dev'
    'qt6-svg-dev|libqt6svg6-dev'
    qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools
    libgl-dev libqt6opengl6-dev
)
# The engine.
build_packages+=(
    libsimdjson-dev libsqlite3-dev nlohmann-json3-dev libfmt-dev libspdlog-dev libcli11-dev libabsl-dev
    libpcre2-dev libicu-dev libboost-dev zlib1g-dev libbz2-dev libssl-dev libxxhash-dev
    libzstd-dev liblz4-dev libsnappy-dev librdkafka-dev
)
# Fetches Arrow, of which there is no package (arrow.txt).
build_packages+=(python3-pip ca-certificates)
# Data that programs read: time zones, one font for machines that have none, the words of Qt's own dialogs.
build_packages+=(tzdata fonts-dejavu-core qt6-translations-l10n)
case "$os_id:$os_version" in
    debian:12) ;; # holds the old zone names in tzdata itself
    *) build_packages+=(tzdata-legacy) ;;
esac

# What package.sh needs besides: the tools, and Qt's part for Wayland, which goes into the archive.
package_packages=(dpkg-dev file binutils patchelf xz-utils gzip libqt6svg6 qt6-wayland)

# The tests start a window on a virtual display.
test_packages=(xvfb xauth)

# Apache Spark, which test.sh --all compares with.
parts_packages=(python3-venv 'openjdk-17-jre-headless|openjdk-21-jre-headless' maven)

# What test.sh --all looks at packages with.
package_test_packages=(lintian desktop-file-utils python3-yaml)
