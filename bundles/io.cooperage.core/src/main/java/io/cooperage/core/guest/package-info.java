/**
 * What core itself sets inside a CT: host name, name servers, passwords, keys; and the parameters
 * that the engine obeys: onboot, bootorder, stop-timeout, bindmount.
 */
package io.cooperage.core.guest;
