/**
 * The life cycle of CTs: what the fronts ask for becomes jobs, exits are followed up, and at the
 * daemon's start running CTs are adopted and wanted ones started.
 */
package io.cooperage.core.lifecycle;
