using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.CodeFixes.Rewriting;

/// <summary>What a mention of a variable does to the resource in it.</summary>
internal enum UseKind
{
    /// <summary>Works with it, and is done when the statement is.</summary>
    Use,

    /// <summary>Releases it.</summary>
    Release,

    /// <summary>Gives the variable another value, or may.</summary>
    Write,

    /// <summary>Returns it, or something that looks into it.</summary>
    Return,

    /// <summary>Somebody else may hold it from here on.</summary>
    Escape,
}

/// <summary>One mention of a variable.</summary>
/// <param name="Name">The mention.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Release">The whole expression that releases; null when the mention is no release.</param>
internal sealed record VariableUse(IdentifierNameSyntax Name, UseKind Kind, ExpressionSyntax? Release);
