/** Verbs on backups of containers. */
package io.cooperage.shell.backup;
