/** How the engine writes small tables as text. */
package io.cooperage.core.text;
