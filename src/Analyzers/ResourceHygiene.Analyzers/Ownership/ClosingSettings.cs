using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Whether <c>XmlReader.Create(stream, settings)</c> and <c>XmlWriter.Create</c> close what they read or write, which no
/// parameter says, but a property of the settings. Settings that come from elsewhere are taken to leave it open, as new ones do.
/// Told by the text, which is the same in a body and in its control-flow graph.
/// </summary>
internal static class ClosingSettings
{
    /// <summary>The role of the stream, reader or writer; null where this is no such call, or it stays open.</summary>
    public static ParameterRole? RoleOf(IParameterSymbol parameter, ImmutableArray<IArgumentOperation> arguments)
    {
        if (parameter is not { Ordinal: 0, ContainingSymbol: IMethodSymbol { Name: "Create", IsStatic: true, ContainingType: { Name: "XmlReader" or "XmlWriter", ContainingNamespace: { Name: "Xml", ContainingNamespace.Name: "System" } } container } })
            return null;
        string flag = container.Name == "XmlReader" ? "CloseInput" : "CloseOutput";
        return arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "settings")?.Value.Syntax is ExpressionSyntax settings ? Told(settings, flag) : null;
    }

    private static ParameterRole? Told(ExpressionSyntax settings, string flag) => settings switch
    {
        BaseObjectCreationExpressionSyntax creation => RoleFor(ValueIn(creation, flag)),
        IdentifierNameSyntax { Identifier.ValueText: var name } when settings.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member => RoleFor(ValueOf(name, member, flag)),
        _ => null,
    };

    private static ParameterRole? RoleFor(ExpressionSyntax? value) => value?.Kind() switch
    {
        null or SyntaxKind.FalseLiteralExpression => null,
        SyntaxKind.TrueLiteralExpression => ParameterRole.Aliased,
        _ => ParameterRole.Escapes,
    };

    // new XmlReaderSettings { CloseInput = true }
    private static ExpressionSyntax? ValueIn(BaseObjectCreationExpressionSyntax creation, string flag) =>
        creation.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().LastOrDefault(set => set.Left is IdentifierNameSyntax { Identifier.ValueText: var name } && name == flag)?.Right;

    // The same in a variable, and settings.CloseInput = true behind that.
    private static ExpressionSyntax? ValueOf(string name, MemberDeclarationSyntax member, string flag) => member.DescendantNodes().Select(node => node switch
    {
        VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax creation } variable when variable.Identifier.ValueText == name => ValueIn(creation, flag),
        AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: var owner }, Name.Identifier.ValueText: var set }, Right: { } value } when owner == name && set == flag => value,
        _ => null,
    }).LastOrDefault(static value => value is not null);
}
