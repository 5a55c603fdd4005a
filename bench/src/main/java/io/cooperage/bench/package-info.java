/** The benchmark suite: ours against crun, LXC and runc in the same run. */
package io.cooperage.bench;
