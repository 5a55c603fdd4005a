# cron: a job of an ordinary user fires at its minute
# packages: cron
systemctl is-active cron
useradd -m timely
echo '* * * * * id -un >$HOME/fired' | crontab -u timely -
tries=0
until [ "$(cat ~timely/fired 2>/dev/null)" = timely ]; do
  tries=$((tries + 1))
  [ $tries -lt 75 ]
  sleep 1
done
