/** When backups are made, and which of them are kept. */
package io.cooperage.core.backup;
