/** The benchmark suite: ours against crun, LXC and runc, alternated in the same run. */
package io.cooperage.bench;
