# nginx: serves a page, and another port after a reload
# packages: nginx-light curl
systemctl is-active nginx
echo first >/var/www/html/page
[ "$(curl -sS http://localhost/page)" = first ]
before=$(systemctl show -p MainPID nginx)
echo 'server { listen 8081; root /var/www/html; }' >/etc/nginx/conf.d/second.conf
nginx -t
systemctl reload nginx
[ "$(curl -sS --retry 20 --retry-connrefused --retry-delay 1 http://localhost:8081/page)" = first ]
[ "$(systemctl show -p MainPID nginx)" = "$before" ]
