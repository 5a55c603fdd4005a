# systemd: boots, and gives a unit its sandbox
# packages: systemd
systemctl is-system-running
[ -z "$(systemctl --failed --no-legend)" ]
sandboxed() {
  systemd-run --quiet --wait --pipe --collect -p PrivateTmp=yes -p ProtectSystem=strict -p ProtectHome=yes -p PrivateDevices=yes \
    -p ProtectKernelTunables=yes -p RestrictNamespaces=yes "$@"
}
[ "$(sandboxed -p DynamicUser=yes id -u)" -ge 61184 ]
sandboxed sh -c 'touch /tmp/mine && ! touch /etc/mine'
[ ! -e /tmp/mine ]
journalctl -q -n 1 -u systemd-journald >/dev/null
