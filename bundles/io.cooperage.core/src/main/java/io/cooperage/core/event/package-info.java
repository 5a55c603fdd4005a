/** Events: kept for a while, and handed to each listener on a thread of its own. */
package io.cooperage.core.event;
