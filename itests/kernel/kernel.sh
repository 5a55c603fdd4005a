# Debian's kernel as a process; read by the scripts beside it, which set `root`.
work=$root/target/kernel
memory=${COOPERAGE_KERNEL_MEMORY:-1536M}
seconds=${COOPERAGE_KERNEL_SECONDS:-900}

skip() { printf 'SKIPPED: %s\n' "$*" >&2; exit 77; }
die() { printf 'kernel/%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# The package is unpacked here and not installed: nothing changes on the host.
fetch_kernel() {
	[ "$(uname -m)" = x86_64 ] || skip "Debian has user-mode-linux for x86_64 alone"
	[ -e "$work/kernel/usr/bin/linux.uml" ] && return
	command -v apt-get >/dev/null || skip "no apt-get, so no package user-mode-linux"
	mkdir -p "$work/package"
	(cd "$work/package" && apt-get download -qq user-mode-linux) >"$work/apt.log" 2>&1 ||
		skip "no source of this host's apt has the package user-mode-linux ($work/apt.log)"
	dpkg-deb -x "$work"/package/user-mode-linux_*.deb "$work/kernel.new"
	mv "$work/kernel.new" "$work/kernel"
}

# boot GUEST TASK: its disk is the host's, read-only; what it writes is in its own memory. No network.
boot() {
	TMPDIR=${TMPDIR:-/tmp} timeout "$seconds" "$work/kernel/usr/bin/linux.uml" "umid=cooperage$$" "mem=$memory" \
		root=/dev/root rootfstype=hostfs rootflags=/ ro quiet con=null con0=null,fd:1 \
		"init=$1" "cooperage=$2" </dev/null 2>&1 |
		tr -d '\r' | sed -n -e '/^== begin/,/^== end/p' -e '/Kernel panic/p'
}
