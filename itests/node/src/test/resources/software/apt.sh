# apt and dpkg: installed all that follows, and take a package away again
# packages: apt cowsay
[ -x /usr/games/cowsay ]
export DEBIAN_FRONTEND=noninteractive
apt-get -qy -o Dpkg::Use-Pty=0 purge cowsay
[ ! -e /usr/games/cowsay ]
[ -z "$(dpkg --audit)" ]
