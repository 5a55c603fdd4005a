# rootless podman: as an ordinary user, with ids and a store of its own
# packages: podman dbus-user-session
useradd -m -s /bin/bash alice
usermod --del-subuids 100000-165535 --del-subgids 100000-165535 --add-subuids 65536-131071 --add-subgids 65536-131071 alice
install -d -o alice -g alice /var/lib/containers/alice ~alice/.config ~alice/.config/containers
printf '[storage]\ndriver = "overlay"\ngraphroot = "/var/lib/containers/alice"\n' >~alice/.config/containers/storage.conf
loginctl enable-linger alice
cp -a /root/tree /home/alice/
as() { su - alice -c "$1"; }
as 'tar -C tree -c . | podman import - tiny'
[ "$(as "podman info -f '{{.Store.GraphDriverName}}'")" = overlay ]
as 'podman run --rm --network=none tiny cat /proc/self/uid_map' | grep -q '^ *1 *65536 *65536$'
[ "$(as 'podman run --rm --network=host tiny id -u')" = 0 ]
