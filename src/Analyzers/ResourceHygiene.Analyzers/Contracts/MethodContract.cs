using System.Collections.Immutable;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>Who owns what a method returns, or what a constructor makes.</summary>
internal enum ResultRole
{
    /// <summary>Nothing is known; ask the next source of knowledge.</summary>
    Unstated,

    /// <summary>The caller becomes the owner.</summary>
    Owned,

    /// <summary>Somebody else is and stays the owner.</summary>
    Borrowed,
}

/// <summary>What a method does with the resource in one of its arguments.</summary>
internal enum ParameterRole
{
    /// <summary>Nothing is known; ask the next source of knowledge.</summary>
    Unstated,

    /// <summary>Uses it during the call; the caller keeps the obligation.</summary>
    Borrowed,

    /// <summary>Becomes its owner.</summary>
    Taken,

    /// <summary>Releases it, whenever it returns normally.</summary>
    Released,

    /// <summary>Releases it on some path, or that is not known: callers conclude nothing.</summary>
    MayBeReleased,

    /// <summary>The result is another face of the argument; releasing either releases both.</summary>
    Aliased,

    /// <summary>The result keeps the argument and may release it with itself. Weaker than <see cref="Aliased"/>: the result also owes on its own.</summary>
    Kept,

    /// <summary>May do anything with it; nothing can be proven about the resource any more.</summary>
    Escapes,

    /// <summary>An out parameter through which the caller becomes an owner.</summary>
    OwnedOut,
}

/// <summary>A parameter's role, possibly only when a flag parameter of the same method has a certain value.</summary>
/// <param name="Role">What happens to the argument.</param>
/// <param name="Flag">Name of the bool parameter that decides, or null. A method without that parameter counts as decided.</param>
/// <param name="FlagValue">The value of the flag for which <paramref name="Role"/> holds; with the other value the argument is borrowed.</param>
/// <param name="Family">The family of what comes out of an owned out parameter, or of what is released; or null.</param>
internal readonly record struct ParameterContract(ParameterRole Role, string? Flag = null, bool FlagValue = true, string? Family = null);

/// <summary>A lock that a method enters or leaves.</summary>
/// <param name="Name">The parameter that is the lock, or <c>this</c>.</param>
/// <param name="Family">By which methods it is left.</param>
internal sealed record HeldLock(string Name, string Family);

/// <summary>What a method does to obligations. Immutable; parts may be unstated.</summary>
internal sealed record MethodContract(ImmutableArray<ParameterContract> Parameters)
{
    public ResultRole Result { get; init; }

    /// <summary>Tier of this method's result where it differs from that of the result's type.</summary>
    public ResourceTier? ResultTier { get; init; }

    /// <summary>What methods of the same family must release, although the type of the result does not say so: memory, handles, rented arrays. Null where the type decides.</summary>
    public string? ResultFamily { get; init; }

    /// <summary>The lock that the caller holds afterwards; null for methods that enter none.</summary>
    public HeldLock? Enters { get; init; }

    /// <summary>The lock that the caller holds no more afterwards; null for methods that leave none.</summary>
    public HeldLock? Leaves { get; init; }

    /// <summary>With a receiver that is released: the family of what the call releases, or null.</summary>
    public string? ReceiverFamily { get; init; }

    /// <summary>What the call does with the object that it is made on: releases it, returns it (aliased), or just uses it.</summary>
    public ParameterRole Receiver { get; init; }

    /// <summary>With a <see cref="Receiver"/> that may be released: the bool parameter that decides, or null.</summary>
    public string? ReceiverFlag { get; init; }

    /// <summary>The value of <see cref="ReceiverFlag"/> for which the object is released; with the other it is borrowed.</summary>
    public bool ReceiverFlagValue { get; init; }

    /// <summary>Name of the parameter, or <c>this</c>, that the result looks into; null when it stands on its own.</summary>
    public string? View { get; init; }

    /// <summary>The result looks into the object or an argument and is worthless once that is released.</summary>
    public bool IsView => View is not null;

    /// <summary>The result stands on its own: it needs neither the object nor an argument, and releasing it releases neither.</summary>
    public bool IsDetached { get; init; }

    /// <summary>The call does not throw, as far as anybody needs to plan for it.</summary>
    public bool NeverThrows { get; init; }

    /// <summary>A contract that proves nothing about any argument.</summary>
    public static MethodContract Opaque(int parameters) => Uniform(parameters, ParameterRole.Escapes);

    /// <summary>The contract of a method that does nothing: where inference of methods that call each other starts.</summary>
    public static MethodContract Inert(int parameters) => Uniform(parameters, ParameterRole.Borrowed);

    /// <summary>The contract as it is about resources: who deletes what a path names leaves the path, and whatever was made of it, as they are.</summary>
    public MethodContract WithoutDeletions()
    {
        bool deletesReceiver = Deletes(ReceiverFamily);
        if (!deletesReceiver && !Parameters.Any(static parameter => parameter.Role == ParameterRole.Released && Deletes(parameter.Family)))
            return this;
        return this with
        {
            Receiver = deletesReceiver ? ParameterRole.Borrowed : Receiver,
            ReceiverFamily = deletesReceiver ? null : ReceiverFamily,
            Parameters = Parameters.Select(static parameter => Deletes(parameter.Family) && parameter.Role == ParameterRole.Released ? new ParameterContract(ParameterRole.Borrowed) : parameter).ToImmutableArray(),
        };

        static bool Deletes(string? family) => family is not null && family.StartsWith(Ownership.TempPaths.FamilyPrefix, StringComparison.Ordinal);
    }

    public bool IsSameAs(MethodContract other) =>
        Parameters.SequenceEqual(other.Parameters) && Result == other.Result && ResultTier == other.ResultTier && ResultFamily == other.ResultFamily && ReceiverFamily == other.ReceiverFamily && Enters == other.Enters && Leaves == other.Leaves
        && Receiver == other.Receiver && ReceiverFlag == other.ReceiverFlag && ReceiverFlagValue == other.ReceiverFlagValue && View == other.View && NeverThrows == other.NeverThrows && IsDetached == other.IsDetached;

    /// <summary>Keeps every part that is stated and takes the others from <paramref name="fallback"/>.</summary>
    public MethodContract OrElse(MethodContract? fallback)
    {
        if (fallback is null)
            return this;
        return new MethodContract(OrElse(Parameters, fallback.Parameters))
        {
            Result = Result == ResultRole.Unstated ? fallback.Result : Result,
            ResultTier = ResultTier ?? fallback.ResultTier,
            ResultFamily = Result == ResultRole.Unstated ? fallback.ResultFamily : ResultFamily,
            ReceiverFamily = ReceiverFamily ?? fallback.ReceiverFamily,
            Enters = Enters ?? fallback.Enters,
            Leaves = Leaves ?? fallback.Leaves,
            // A method that is stated to return something owned does not return its receiver.
            Receiver = Receiver != ParameterRole.Unstated ? Receiver
                : fallback.Receiver == ParameterRole.Aliased && Result == ResultRole.Owned ? ParameterRole.Borrowed
                : fallback.Receiver,
            ReceiverFlag = Receiver != ParameterRole.Unstated ? ReceiverFlag : fallback.ReceiverFlag,
            ReceiverFlagValue = Receiver != ParameterRole.Unstated ? ReceiverFlagValue : fallback.ReceiverFlagValue,
            View = View ?? fallback.View,
            NeverThrows = NeverThrows || fallback.NeverThrows,
            IsDetached = IsDetached || fallback.IsDetached,
        };
    }

    private static ImmutableArray<ParameterContract> OrElse(ImmutableArray<ParameterContract> mine, ImmutableArray<ParameterContract> others)
    {
        if (mine.IsEmpty || others.IsEmpty)
            return ImmutableArray<ParameterContract>.Empty;
        int count = Math.Min(mine.Length, others.Length);
        var joined = ImmutableArray.CreateBuilder<ParameterContract>(count);
        for (int i = 0; i < count; i++)
            joined.Add(mine[i].Role == ParameterRole.Unstated ? others[i] : mine[i]);
        return joined.MoveToImmutable();
    }

    private static MethodContract Uniform(int parameters, ParameterRole role) =>
        new(ImmutableArray.CreateRange(Enumerable.Repeat(new ParameterContract(role), parameters)));
}
