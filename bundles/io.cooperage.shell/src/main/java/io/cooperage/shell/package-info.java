/**
 * The commands of Karaf's shell, which {@code ct} and REST run too: one class for each verb, one
 * package for each noun, and {@code verb} for what they have in common.
 */
package io.cooperage.shell;
