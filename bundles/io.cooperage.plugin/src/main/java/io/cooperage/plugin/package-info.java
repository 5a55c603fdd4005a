/** Signed plug-ins: checks, installs, updates and removes vendors' archives; exports nothing. */
package io.cooperage.plugin;
