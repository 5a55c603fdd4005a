# runc: a bundle of its own
# packages: runc
mkdir -p /root/bundle/rootfs
cp -a /root/tree/. /root/bundle/rootfs
cd /root/bundle
runc spec
sed -i 's/"terminal": true/"terminal": false/; s/"sh"/"id"/' config.json
runc run tiny | grep -q 'uid=0'
