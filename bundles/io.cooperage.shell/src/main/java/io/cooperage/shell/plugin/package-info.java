/** Verbs on plug-ins: {@code ct plugin install} ... */
package io.cooperage.shell.plugin;
