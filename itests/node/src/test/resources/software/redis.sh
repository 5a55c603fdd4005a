# redis: saves in a forked child, and keeps a value over a restart
# packages: redis-server
systemctl is-active redis-server
[ "$(redis-cli set key value)" = OK ]
redis-cli bgsave
tries=0
until redis-cli info persistence | grep -q rdb_bgsave_in_progress:0; do
  tries=$((tries + 1))
  [ $tries -lt 100 ]
  sleep 0.1
done
redis-cli info persistence | grep -q rdb_last_bgsave_status:ok
systemctl restart redis-server
[ "$(redis-cli get key)" = value ]
