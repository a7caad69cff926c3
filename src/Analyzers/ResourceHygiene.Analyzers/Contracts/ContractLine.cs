using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>The verbs of the contract grammar; docs/contracts.md defines them.</summary>
internal enum ContractVerb
{
    // About obligations.
    Tier,
    Owned,
    Borrowed,
    Takes,
    Alias,
    Releases,
    Keeps,
    Escapes,

    // About how a type is released.
    Once,
    Reopens,
    Scoped,
    Scope,

    // About what else a member does or does not do.
    NoThrow,
    View,
    Usable,
    Detached,
    Shares,

    // About the object that a method is called on, and its class: what fields hold is released with it.
    Adopts,

    // About a namespace: the defaults are right for what no line is about.
    Reviewed,
}

/// <summary>One statement about a type or member.</summary>
/// <param name="Verb">What is stated.</param>
/// <param name="Name">The parameter it is about, <c>this</c>, or null for the result (for the type, in a line about a type).</param>
/// <param name="Flag">The bool parameter on which it depends, or null.</param>
/// <param name="FlagValue">The value of the flag for which it holds.</param>
/// <param name="Tier">The tier, with <see cref="ContractVerb.Tier"/>.</param>
internal sealed record ContractFact(
    ContractVerb Verb, string? Name = null, string? Flag = null, bool FlagValue = true, ResourceTier Tier = ResourceTier.Normal)
{
    /// <summary>With <see cref="ContractVerb.Owned"/> and <see cref="ContractVerb.Releases"/>: what must be released by a method of the same family, whatever its type; or null.</summary>
    public string? Family { get; init; }

    /// <summary>About a lock that is entered or left: the lock itself changes hands no more than what is used.</summary>
    public bool IsAboutLock => Family is not null && Family.StartsWith("lock.", StringComparison.Ordinal);

    /// <summary>Deletes what a path names. By that alone a body has nothing to do with resources: most of what is deleted is no temporary file.</summary>
    public bool IsDeletion => Verb == ContractVerb.Releases && Family is not null && Family.StartsWith(Ownership.TempPaths.FamilyPrefix, StringComparison.Ordinal);

    /// <summary>Where <see cref="Name"/> stands in the file.</summary>
    public TextSpan NameSpan { get; init; }

    /// <summary>Where <see cref="Flag"/> stands in the file.</summary>
    public TextSpan FlagSpan { get; init; }

    /// <summary>Says that something is given to be released, or released.</summary>
    public bool IsAboutGivingOrReleasing => Verb is ContractVerb.Owned or ContractVerb.Releases && !IsDeletion;

    /// <summary>Says nothing about who owns what, and so leaves untouched what another line says about that.</summary>
    public bool IsBehaviour => Verb is ContractVerb.NoThrow or ContractVerb.View or ContractVerb.Usable or ContractVerb.Detached or ContractVerb.Shares or ContractVerb.Adopts;
}

/// <summary>One line of a contract file.</summary>
/// <param name="TypeId">Documentation id of the (containing) type or namespace without its prefix: <c>System.IO.Stream</c>.</param>
/// <param name="Member">Member name as in documentation ids (<c>#ctor</c>), or null for a line about the type.</param>
/// <param name="Parameters">Parameter list with its parentheses, or null when the line is about every overload.</param>
/// <param name="Facts">What the line states.</param>
internal sealed record ContractLine(string TypeId, string? Member, string? Parameters, ImmutableArray<ContractFact> Facts)
{
    /// <summary>One-based line number.</summary>
    public int Number { get; init; }

    /// <summary>Where the documentation id stands in the file.</summary>
    public TextSpan SubjectSpan { get; init; }

    /// <summary>The assembly that must define the type; null where any may.</summary>
    public AssemblyCondition? Condition { get; init; }

    /// <summary>True when this line, being the more important one, leaves nothing to say for <paramref name="other"/> about the same type.</summary>
    public bool Covers(ContractLine other) => Member == other.Member && (Parameters is null || Parameters == other.Parameters);
}

/// <summary>An assembly, or one of several that define the same, possibly within a range of versions.</summary>
/// <param name="Assembly">Simple name of the assembly; names with a space between them where a section is about several.</param>
/// <param name="Minimum">The first version that is meant, or null.</param>
/// <param name="Below">The first version that is not meant any more, or null.</param>
internal sealed record AssemblyCondition(string Assembly, Version? Minimum, Version? Below)
{
    public bool Holds(Microsoft.CodeAnalysis.AssemblyIdentity identity) =>
        IsAbout(identity.Name)
        && (Minimum is null || identity.Version >= Minimum)
        && (Below is null || identity.Version < Below);

    private bool IsAbout(string name) => Assembly.IndexOf(' ') < 0
        ? name.Equals(Assembly, StringComparison.OrdinalIgnoreCase)
        : Assembly.Split(' ').Contains(name, StringComparer.OrdinalIgnoreCase);
}

/// <summary>A line that could not be understood, or that is about something that does not exist.</summary>
/// <param name="Line">One-based line number.</param>
/// <param name="Span">The part of the file that is wrong.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What was expected.</param>
internal readonly record struct ContractError(int Line, TextSpan Span, string Problem, string Remedy);
