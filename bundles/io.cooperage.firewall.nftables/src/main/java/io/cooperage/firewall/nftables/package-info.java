/** A firewall for each CT, in one nft table of the host. */
package io.cooperage.firewall.nftables;
