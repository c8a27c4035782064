package io.tocsin.service.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Builds trees without numbers that overflow a double, such as 1e400, which would become infinite silently. */
final class FiniteNodeFactory extends JsonNodeFactory {

    private static final long serialVersionUID = 1L;

    static double requireFinite(double value) {
        if (Double.isInfinite(value) || Double.isNaN(value)) {
            throw new ProblemException(
                    Problem.badRequest("A number is too large: it does not fit a 64-bit floating point value.")
                            .withCode("invalid-json"));
        }
        return value;
    }

    @Override
    public NumericNode numberNode(double value) {
        return super.numberNode(requireFinite(value));
    }

    @Override
    public ValueNode numberNode(Double value) {
        return value == null ? nullNode() : numberNode(value.doubleValue());
    }

    @Override
    public ValueNode numberNode(BigInteger value) {
        if (value != null) {
            requireFinite(value.doubleValue());
        }
        return super.numberNode(value);
    }

    @Override
    public ValueNode numberNode(BigDecimal value) {
        if (value != null) {
            requireFinite(value.doubleValue());
        }
        return super.numberNode(value);
    }
}
