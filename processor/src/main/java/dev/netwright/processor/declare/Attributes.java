package dev.netwright.processor.declare;

import dev.netwright.processor.diagnose.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Attributes of an annotation by name, {@code value} first and then alphabetically (class files do not keep their order in every
 * compiler), defaults included. A value is a {@link Long}
 * (all integers), {@link Double} (all floating point), {@link Boolean}, {@link String} (strings, enum constants' names, class
 * names) or a {@link List} of these. A {@code float} attribute comes as the double with the same shortest decimal text:
 * {@code 0.01f} is 0.01.
 */
public final class Attributes {
    private final Map<String, Object> values;
    private final Map<String, Place> places;
    private final Place place;

    /** Attributes {@code values}; {@code places} of those that the user wrote, {@code place} of the annotation. */
    public Attributes(Map<String, Object> values, Map<String, Place> places, Place place) {
        this.values = new LinkedHashMap<>(values);
        this.places = Map.copyOf(places);
        this.place = place;
    }

    /** The same values, none of which the user wrote here. */
    public Attributes at(Place newPlace) {
        return new Attributes(values, Map.of(), newPlace);
    }

    /** Names, {@code value} first and then alphabetically. */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** Whether the user wrote the attribute. */
    public boolean given(String name) {
        return places.containsKey(name);
    }

    /** Where the attribute's value stands, or the annotation where it is a default. */
    public Place place(String name) {
        return places.getOrDefault(name, place);
    }

    /** Where the annotation stands. */
    public Place place() {
        return place;
    }

    /** The value as it is. */
    public Object value(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no attribute '" + name + "' among " + values.keySet());
        }
        return value;
    }

    /**
     * The value as JSON: integers as numbers without a point or exponent, floating point numbers with one, infinities as {@code 1e999} and
     * {@code -1e999}, NaN as {@code null}. The same on every JDK.
     */
    public String json(String name) {
        return AttributeJson.write(value(name));
    }

    /** An integer. */
    public int integer(String name) {
        return Math.toIntExact((Long) value(name));
    }

    /** A number, whole or not. */
    public double number(String name) {
        return ((Number) value(name)).doubleValue();
    }

    /** A truth value. */
    public boolean flag(String name) {
        return (Boolean) value(name);
    }

    /** A text, or an enum constant's name. */
    public String text(String name) {
        return (String) value(name);
    }

    /** Texts. */
    public List<String> texts(String name) {
        return ((List<?>) value(name)).stream().map(String::valueOf).toList();
    }

    /** Integers. */
    public List<Integer> integers(String name) {
        return ((List<?>) value(name))
                .stream().map(v -> Math.toIntExact((Long) v)).toList();
    }

    /** Numbers. */
    public List<Double> numbers(String name) {
        return ((List<?>) value(name))
                .stream().map(v -> ((Number) v).doubleValue()).toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
