# strace: traces its own child, and a program that runs
# packages: strace
strace -f -o /tmp/child sh -c 'ls / >/dev/null'
grep -q 'execve("/usr/bin/sh"\|execve("/bin/sh"' /tmp/child
grep -q '+++ exited with 0 +++' /tmp/child
sleep 60 &
traced=$!
strace -o /tmp/attached -p $traced &
tracer=$!
tries=0
until grep -q "^TracerPid:.*[1-9]" /proc/$traced/status; do
  tries=$((tries + 1))
  [ $tries -lt 100 ]
  sleep 0.1
done
kill $tracer $traced
