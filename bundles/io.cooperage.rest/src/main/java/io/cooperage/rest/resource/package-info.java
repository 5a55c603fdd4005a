/** The nouns of the API, a class for each, and the bodies that they take. */
package io.cooperage.rest.resource;
