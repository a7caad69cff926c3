using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// What a class found and did not make: a parameter, what a static member of another class hands out, and what is read from such.
/// By names, as they stand in the text; what cannot be told counts as made. For one question.
/// </summary>
internal sealed class LookUps
{
    private static readonly string[] s_finds = { "Get", "Find", "Resolve" };

    private readonly INamedTypeSymbol _type;
    private readonly CancellationToken _cancellation;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public LookUps(INamedTypeSymbol type, CancellationToken cancellation)
    {
        _type = type;
        _cancellation = cancellation;
    }

    /// <summary>True for a field or property that holds only what was found, and that nothing here ends.</summary>
    public bool IsFoundAndLeft(string member)
    {
        if (!_asked.Add(member))
            return false;
        bool isFound = false;
        foreach (SyntaxNode node in InjectedMembers.NodesOf(_type, _cancellation))
        {
            ExpressionSyntax? value = node switch
            {
                AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression or (int)SyntaxKind.CoalesceAssignmentExpression } assignment when InjectedMembers.NameOfOwn(assignment.Left) == member => assignment.Right,
                VariableDeclaratorSyntax { Initializer.Value: { } initial, Parent.Parent: FieldDeclarationSyntax } field when field.Identifier.ValueText == member => initial,
                PropertyDeclarationSyntax { Initializer.Value: { } initial } property when property.Identifier.ValueText == member => initial,
                PropertyDeclarationSyntax { ExpressionBody.Expression: var read } property when property.Identifier.ValueText == member => read,
                _ => null,
            };
            if (value is null || InjectedMembers.IsNothing(value))
                continue;
            if (!IsFound(InjectedMembers.Checked(value)))
                return false;
            isFound = true;
        }

        return isFound && !InjectedMembers.IsEnded(member, _type, _cancellation);
    }

    // registry.Inner, Services.Get<Registry>(), _registry.FindPublisher(name): from its first name on.
    private bool IsFound(ExpressionSyntax value) => value switch
    {
        IdentifierNameSyntax name => IsParameter(name) || (IsOwn(name.Identifier.ValueText) && IsFoundMember(name.Identifier.ValueText)),
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } own => IsFoundMember(own.Name.Identifier.ValueText),
        MemberAccessExpressionSyntax access => IsFound(access.Expression) || IsElsewhere(access.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: not (ThisExpressionSyntax or BaseExpressionSyntax) } called } =>
            Array.Exists(s_finds, find => called.Name.Identifier.ValueText.StartsWith(find, StringComparison.Ordinal)) && IsFound(called),
        _ => false,
    };

    private bool IsFoundMember(string name) => IsFoundAndLeft(name) || InjectedMembers.IsGivenAndLeft(name, _type, _cancellation);

    private static bool IsParameter(IdentifierNameSyntax name)
    {
        string text = name.Identifier.ValueText;
        return name.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
        {
            BaseMethodDeclarationSyntax method => method.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == text) && !InjectedMembers.IsReplaced(text, method),
            { Parent: TypeDeclarationSyntax type } => type.ChildNodes().OfType<ParameterListSyntax>().Any(list => list.Parameters.Any(parameter => parameter.Identifier.ValueText == text)),
            _ => false,
        };
    }

    private bool IsOwn(string name)
    {
        for (INamedTypeSymbol? current = _type; current is not null; current = current.BaseType)
        {
            if (!current.GetMembers(name).IsEmpty)
                return true;
        }

        return false;
    }

    // The name of another class, in whatever namespace.
    private bool IsElsewhere(ExpressionSyntax first) => first switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText != _type.Name && !IsOwn(name.Identifier.ValueText) && !IsLocal(name),
        GenericNameSyntax generic => generic.Identifier.ValueText != _type.Name,
        AliasQualifiedNameSyntax => true,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText != _type.Name && IsElsewhere(access.Expression),
        _ => false,
    };

    private static bool IsLocal(IdentifierNameSyntax name)
    {
        string text = name.Identifier.ValueText;
        return name.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && member.DescendantNodes().Any(node => node switch
        {
            VariableDeclaratorSyntax { Parent.Parent: not FieldDeclarationSyntax } variable => variable.Identifier.ValueText == text,
            SingleVariableDesignationSyntax designation => designation.Identifier.ValueText == text,
            ForEachStatementSyntax loop => loop.Identifier.ValueText == text,
            CatchDeclarationSyntax caught => caught.Identifier.ValueText == text,
            ParameterSyntax parameter => parameter.Identifier.ValueText == text,
            _ => false,
        });
    }
}
