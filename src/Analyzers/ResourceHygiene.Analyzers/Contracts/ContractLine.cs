using System.Collections.Immutable;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>The verbs of the contract grammar; docs/contracts.md defines them.</summary>
internal enum ContractVerb
{
    Tier,
    Owned,
    Borrowed,
    Takes,
    Alias,
    Releases,
}

/// <summary>One statement about a type or member.</summary>
/// <param name="Verb">What is stated.</param>
/// <param name="Name">The parameter it is about, <c>this</c>, or null for the result (for the type, in a line about a type).</param>
/// <param name="Flag">The bool parameter on which it depends, or null.</param>
/// <param name="FlagValue">The value of the flag for which it holds.</param>
/// <param name="Tier">The tier, with <see cref="ContractVerb.Tier"/>.</param>
internal sealed record ContractFact(
    ContractVerb Verb, string? Name = null, string? Flag = null, bool FlagValue = true, ResourceTier Tier = ResourceTier.Normal);

/// <summary>One line of a contract file.</summary>
/// <param name="TypeId">Documentation id of the (containing) type without its prefix: <c>System.IO.Stream</c>.</param>
/// <param name="Member">Member name as in documentation ids (<c>#ctor</c>), or null for a line about the type.</param>
/// <param name="Parameters">Parameter list with its parentheses, or null when the line is about every overload.</param>
/// <param name="Facts">What the line states.</param>
internal sealed record ContractLine(string TypeId, string? Member, string? Parameters, ImmutableArray<ContractFact> Facts);

/// <summary>A line that could not be understood.</summary>
/// <param name="Line">One-based line number.</param>
/// <param name="Message">What is wrong and what was expected.</param>
internal readonly record struct ContractError(int Line, string Message);
