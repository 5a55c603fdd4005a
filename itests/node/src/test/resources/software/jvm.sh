# Java: a jar with threads, a server socket and a child process
# packages: default-jre-headless
[ "$(java -jar /root/all.jar)" = "page 42 0" ]
[ "$(java -XX:+UseZGC -jar /root/all.jar)" = "page 42 0" ]
