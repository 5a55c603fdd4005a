# podman: as root, an image from a folder, a build, an address on a bridge, exec, logs
# packages: podman crun busybox-static nftables netavark aardvark-dns passt uidmap slirp4netns
# Without controllers of its own a CT has nothing that podman's limit of processes could be put on.
grep -qw pids /sys/fs/cgroup/cgroup.controllers || printf '[containers]\npids_limit = 0\n' >/etc/containers/containers.conf
mkdir -p /root/tree/bin
cp /bin/busybox /root/tree/bin/
for applet in sh id cat ip ls ps sleep touch mount; do ln -sf busybox /root/tree/bin/$applet; done
tar -C /root/tree -c . | podman import - tiny
[ "$(podman info -f '{{.Store.GraphDriverName}}')" = overlay ]
[ "$(podman run --rm tiny id -u)" = 0 ]
podman run --rm tiny ip addr show eth0 | grep -q 'inet '
printf 'FROM localhost/tiny\nRUN touch /made\nCMD ls /made\n' >/root/Containerfile
podman build -q --network=host -t two -f /root/Containerfile /root
[ "$(podman run --rm --network=host two)" = /made ]
podman run -d --name kept tiny sh -c 'echo begun; exec sleep 600'
podman exec kept ps | grep -q 'sleep 600'
podman logs kept | grep -q begun
podman rm -f -t 0 kept
