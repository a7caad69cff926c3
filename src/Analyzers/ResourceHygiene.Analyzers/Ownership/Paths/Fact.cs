namespace ResourceHygiene.Analyzers.Ownership.Paths;

internal enum FactKind
{
    /// <summary>The place equals the constant (null included, true and false included).</summary>
    Is,

    /// <summary>The place differs from the constant.</summary>
    IsNot,

    /// <summary>The place holds what the place numbered by the constant holds.</summary>
    SameAs,

    /// <summary>Only as an assumption: the place and the one numbered by the constant hold different objects.</summary>
    DiffersFrom,

    /// <summary>Only as an assumption: what the place holds is not of the type.</summary>
    IsNotOfType,

    /// <summary>Only as an assumption: this side of the branch is never taken.</summary>
    Never,
}

/// <summary>Something known, or assumed on one side of a branch, about the value of a place.</summary>
/// <param name="Place">Index of the place.</param>
/// <param name="Kind">How the value relates to <paramref name="Constant"/>.</param>
/// <param name="Constant">A constant, or the type for <see cref="FactKind.IsNotOfType"/>.</param>
internal readonly record struct Fact(int Place, FactKind Kind, object? Constant)
{
    public static Fact Never => new(Value.None, FactKind.Never, null);

    public bool IsNull => Kind == FactKind.Is && Constant is null;

    public bool IsNotNull => Kind == FactKind.IsNot && Constant is null;

    /// <summary>True when both cannot hold of the same place.</summary>
    public bool Contradicts(Fact other) => (Kind, other.Kind) switch
    {
        (FactKind.Is, FactKind.Is) => !Equals(Constant, other.Constant),
        (FactKind.Is, FactKind.IsNot) or (FactKind.IsNot, FactKind.Is) => Equals(Constant, other.Constant),
        _ => false,
    };
}
