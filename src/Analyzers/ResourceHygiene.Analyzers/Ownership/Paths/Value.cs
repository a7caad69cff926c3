namespace ResourceHygiene.Analyzers.Ownership.Paths;

/// <summary>What an expression yields: what a place holds, a constant, or something unknown.</summary>
/// <param name="Place">Index of the place, or <see cref="None"/>.</param>
/// <param name="IsConstant">True when <paramref name="Constant"/> is the value.</param>
/// <param name="Constant">The constant; null stands for the null reference.</param>
internal readonly record struct Value(int Place, bool IsConstant = false, object? Constant = null)
{
    /// <summary>No place.</summary>
    public const int None = -1;

    public static Value Unknown => new(None);

    public static Value Null => new(None, IsConstant: true);

    /// <summary>Something unknown that is not null.</summary>
    public static Value NotNull => new(None) { IsNotNull = true };

    /// <summary>One more than what the target held.</summary>
    public static Value Grown => new(None) { IsGrown = true };

    /// <summary>What was counted, once anything was.</summary>
    public static Value NotZero => new(None) { IsNotZero = true };

    public bool IsNotZero { get; private init; }

    public bool IsNotNull { get; private init; }

    public bool IsGrown { get; private init; }

    public bool IsNull => IsConstant && Constant is null;

    public bool IsPlace => Place >= 0;
}
