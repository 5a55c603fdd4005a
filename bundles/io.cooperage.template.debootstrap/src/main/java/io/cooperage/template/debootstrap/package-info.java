/** Builds Debian templates by debootstrap. */
package io.cooperage.template.debootstrap;
