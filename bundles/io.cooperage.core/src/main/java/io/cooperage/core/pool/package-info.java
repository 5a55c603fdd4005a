/** Pools that get full: CTs stand still before they would see I/O errors. */
package io.cooperage.core.pool;
