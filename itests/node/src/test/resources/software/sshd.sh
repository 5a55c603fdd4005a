# sshd: an ordinary user logs in by key, with a terminal, from another container
# packages: openssh-server
systemctl is-active ssh
sshd -t
useradd -m -s /bin/bash guest
