using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>Where the text of a type mentions a member. A look at it spares most members the compiler's work.</summary>
internal sealed class MemberText
{
    public List<ExpressionSyntax> Initializers { get; } = new();

    public List<IdentifierNameSyntax> Writes { get; } = new();

    public List<IdentifierNameSyntax> Reads { get; } = new();

    /// <summary>False where only what is given gets into the member, which cannot be lost here.</summary>
    public bool IsOfInterest(OwnerMember member, bool hasBoth)
    {
        if (member.IsDeclaredOwned || member.IsDeclaredBorrowed)
            return true;
        // What is given once is not owned, whatever else it gets.
        bool mayBeAcquired = !Writes.Exists(IsGiven) && (Initializers.Exists(static value => !IsNothing(value)) || Writes.Exists(MayAcquire));
        return mayBeAcquired || (Writes.Count > 0 && (hasBoth || member.Traits is { IsLent: true } || Writes.Exists(IsSubObject)));
    }

    private static bool MayAcquire(IdentifierNameSyntax name) =>
        ValueOf(name) is not { } value || !(IsNothing(value) || ParameterOf(value) is not null || IsReadFromParameter(value));

    private static bool IsGiven(IdentifierNameSyntax name) => ValueOf(name) is { } value && ParameterOf(value) is not null;

    private static bool IsSubObject(IdentifierNameSyntax name) => ValueOf(name) is { } value && IsReadFromParameter(value);

    // The right-hand side of a plain assignment.
    private static ExpressionSyntax? ValueOf(IdentifierNameSyntax name)
    {
        SyntaxNode target = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return target.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && assignment.Left == target ? assignment.Right : null;
    }

    private static bool IsNothing(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax or DefaultExpressionSyntax => true,
        PostfixUnaryExpressionSyntax forgiven => IsNothing(forgiven.Operand),
        _ => false,
    };

    private static bool IsReadFromParameter(ExpressionSyntax value) => value is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax } access && ParameterOf(access.Expression) is not null;

    // stream, or stream ?? throw …, where stream is a parameter that may be told to hand over nothing.
    private static ParameterSyntax? ParameterOf(ExpressionSyntax value)
    {
        if (value is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: ThrowExpressionSyntax } checkedForNull)
            value = checkedForNull.Left;
        if (value is not IdentifierNameSyntax name || name.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() is not { } method)
            return null;
        ParameterSyntax? parameter = method.ParameterList.Parameters.FirstOrDefault(parameter => parameter.Identifier.ValueText == name.Identifier.ValueText);
        // Another value may have been put into the parameter before.
        return parameter is not null && !method.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment => assignment.Left is IdentifierNameSyntax left && left.Identifier.ValueText == name.Identifier.ValueText)
            && parameter.AttributeLists.Count == 0 ? parameter : null;
    }

    /// <summary>True for a type that declares a disposer of either kind.</summary>
    public static bool HasBothDisposers(INamedTypeSymbol type)
    {
        bool isSync = false;
        bool isAsync = false;
        foreach (ISymbol member in type.GetMembers())
        {
            isSync |= member is IMethodSymbol { Name: "Dispose" or "System.IDisposable.Dispose" };
            isAsync |= member is IMethodSymbol { Name: "DisposeAsync" or "DisposeAsyncCore" or "System.IAsyncDisposable.DisposeAsync" };
        }

        return isSync && isAsync;
    }

    /// <summary>One walk over all parts of a type.</summary>
    public static Dictionary<string, MemberText> Of(INamedTypeSymbol type, List<OwnerMember> members, Compilation compilation, CancellationToken cancellation)
    {
        var found = new Dictionary<string, MemberText>(StringComparer.Ordinal);
        foreach (OwnerMember member in members)
            found[member.Name] = new MemberText();
        foreach (SyntaxReference part in type.DeclaringSyntaxReferences)
        {
            SyntaxNode declaration = part.GetSyntax(cancellation);
            if (!compilation.ContainsSyntaxTree(declaration.SyntaxTree))
                continue;
            foreach (SyntaxNode node in declaration.DescendantNodes())
            {
                switch (node)
                {
                    case VariableDeclaratorSyntax { Initializer.Value: { } value, Parent.Parent: FieldDeclarationSyntax { Parent: { } owner } } field when owner == declaration
                        && found.TryGetValue(field.Identifier.ValueText, out MemberText? text):
                        text.Initializers.Add(value);
                        break;
                    case PropertyDeclarationSyntax { Initializer.Value: { } value } property when property.Parent == declaration && found.TryGetValue(property.Identifier.ValueText, out MemberText? text):
                        text.Initializers.Add(value);
                        break;
                    case IdentifierNameSyntax { Parent: not NameColonSyntax } name when found.TryGetValue(name.Identifier.ValueText, out MemberText? text):
                        (IsWritten(name) ? text.Writes : text.Reads).Add(name);
                        break;
                    default:
                        break;
                }
            }
        }

        return found;
    }

    private static bool IsWritten(IdentifierNameSyntax name)
    {
        SyntaxNode value = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return value.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == value,
            ArgumentSyntax argument => argument.RefKindKeyword.RawKind != 0 || IsDeconstructed(argument),
            RefExpressionSyntax => true,
            _ => false,
        };
    }

    private static bool IsDeconstructed(ArgumentSyntax argument)
    {
        SyntaxNode? tuple = argument.Parent;
        while (tuple?.Parent is ArgumentSyntax { Parent: TupleExpressionSyntax outer })
            tuple = outer;
        return tuple is TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } && assignment.Left == tuple;
    }
}
