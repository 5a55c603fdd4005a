/**
 * The routed network: a veth pair for each CT, a host route for each address, no bridge. Devices
 * and routes are made by rtnetlink; anti-spoof rules and translation are one constant nft table.
 */
package io.cooperage.network.routed;
