/**
 * Builds Debian templates by debootstrap, from the mirror that the host's own apt is configured
 * for, and fits them for a CT: units that cannot work there masked, nothing in them that two CTs
 * must not share.
 */
package io.cooperage.template.debootstrap;
