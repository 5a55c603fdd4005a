# PostgreSQL: initdb by the package, a table that outlives a restart, workers over shared memory
# packages: postgresql
sql() { su postgres -c "psql -qAtc \"$1\""; }
sql "create table t as select n from generate_series(1, 200000) n"
sql "create index on t (n)"
systemctl restart 'postgresql@*'
[ "$(sql 'select count(*) from t')" = 200000 ]
sql "set debug_parallel_query = on; select sum(n) from t"
[ "$(sql 'select sum(n) from t')" = 20000100000 ]
