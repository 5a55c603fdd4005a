/**
 * What the node offers to providers: its folders and names, host facts, progress, and the ledger of
 * host changes.
 */
@Export
@Version("1.0.0")
package io.cooperage.spi.node;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
