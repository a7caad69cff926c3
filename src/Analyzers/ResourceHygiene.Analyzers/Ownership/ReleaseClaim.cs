namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>How surely some code releases something before it completes normally.</summary>
internal enum Certainty
{
    /// <summary>It does not.</summary>
    Never,

    /// <summary>On some path, or that is not known.</summary>
    Sometimes,

    /// <summary>Exactly if a bool parameter has a certain value.</summary>
    Flagged,

    /// <summary>On every path.</summary>
    Always,
}

/// <summary>How surely some code releases something.</summary>
/// <param name="Certainty">How surely.</param>
/// <param name="Flag">The bool parameter, where one decides.</param>
/// <param name="FlagValue">Its value for which the code releases.</param>
internal readonly record struct ReleaseClaim(Certainty Certainty, string? Flag = null, bool FlagValue = true)
{
    public static ReleaseClaim Never => default;

    public static ReleaseClaim Sometimes => new(Certainty.Sometimes);

    public static ReleaseClaim Always => new(Certainty.Always);

    public bool IsAlways => Certainty == Certainty.Always;

    public bool IsNever => Certainty == Certainty.Never;

    /// <summary>The same code, where it is not certain to run.</summary>
    public ReleaseClaim Perhaps => IsNever ? Never : Sometimes;

    /// <summary>Both run, one after the other.</summary>
    public ReleaseClaim And(ReleaseClaim other)
    {
        if (IsNever || other.IsAlways)
            return other;
        if (other.IsNever || IsAlways)
            return this;
        bool isOneFlag = Certainty == Certainty.Flagged && other.Certainty == Certainty.Flagged && Flag == other.Flag;
        return !isOneFlag ? Sometimes : FlagValue == other.FlagValue ? this : Always;
    }

    /// <summary>One of both runs, and nobody knows which.</summary>
    public ReleaseClaim Or(ReleaseClaim other) => this == other ? this : Sometimes;

    /// <summary>This runs if the flag has the value, the other one if it has not.</summary>
    public ReleaseClaim Or(ReleaseClaim other, string flag, bool value) =>
        IsAlways && other.IsNever ? new ReleaseClaim(Certainty.Flagged, flag, value)
        : IsNever && other.IsAlways ? new ReleaseClaim(Certainty.Flagged, flag, !value)
        : Or(other);
}
