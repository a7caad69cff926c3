using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Fields and properties in source that read what is stored in the object and what its release leaves alone: they answer after the
/// release what they answered before it.
/// </summary>
internal static class StoredAnswers
{
    private static readonly string[] s_releaseNames = { "Dispose", "DisposeAsync", "DisposeAsyncCore", "Close", "CloseAsync" };

    // Names of calls that keep an object for its next use.
    private static readonly string[] s_recycling = { "Add", "TryAdd", "Push", "Enqueue", "Return", "Recycle", "Reuse", "Put", "Store", "Write", "TryWrite" };

    public static bool IsOne(IPropertySymbol property, CancellationToken cancellation)
    {
        bool mayBeOverridden = property.IsVirtual || property.IsAbstract || (property.IsOverride && !property.IsSealed && !property.ContainingType.IsSealed);
        if (mayBeOverridden || property.IsExtern || property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not PropertyDeclarationSyntax declaration)
            return false;
        HashSet<string> read = AutoProperty.IsOne(declaration) ? new(StringComparer.Ordinal) { property.Name }
            : ReadBy(declaration) is { } expression && expression.DescendantNodesAndSelf().All(IsRead) ? NamesIn(expression)
            : new();
        return read.Count > 0 && IsLeftAlone(read, property.ContainingType, cancellation);
    }

    public static bool IsOne(IFieldSymbol field, CancellationToken cancellation) =>
        !field.IsStatic && !field.DeclaringSyntaxReferences.IsEmpty && IsLeftAlone(new(StringComparer.Ordinal) { field.Name }, field.ContainingType, cancellation);

    private static bool IsLeftAlone(HashSet<string> read, INamedTypeSymbol type, CancellationToken cancellation)
    {
        string? named = OwnershipAttributes.ReleaseMethod(type);
        var texts = new Queue<SyntaxNode>(ReleasesOf(type, named, cancellation));
        var followed = new HashSet<string>(StringComparer.Ordinal);
        while (texts.Count > 0)
        {
            SyntaxNode text = texts.Dequeue();
            if (LostIn(text).Overlaps(read))
                return false;
            foreach (SyntaxNode node in text.DescendantNodes())
            {
                if (HandsOn(node) || (OwnCall(node) is { } called && !IsDisposer(called, named) && followed.Add(called) && !Follow(called, type, texts, cancellation)))
                    return false;
            }
        }

        return true;
    }

    // s_pool.Add(this): the object may be somebody else's by then. _owner.Remove(this) takes it off a list and leaves it as it is.
    private static bool HandsOn(SyntaxNode node) => node is ArgumentSyntax { Expression: ThisExpressionSyntax, Parent.Parent: InvocationExpressionSyntax { Expression: var called } }
        && (called as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText is { } name && s_recycling.Any(word => name.StartsWith(word, StringComparison.Ordinal));

    // Reset(), this.Reset(), base.Reset()
    private static string? OwnCall(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: SimpleNameSyntax { Identifier.ValueText: var name } } => name,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax, Name.Identifier.ValueText: var name } } => name,
        _ => null,
    };

    // What is not the object's own, such as a function by 'using static', does not know the object. False where a method of its own cannot be read.
    private static bool Follow(string called, INamedTypeSymbol type, Queue<SyntaxNode> texts, CancellationToken cancellation)
    {
        for (INamedTypeSymbol? current = type; current is not null and not { SpecialType: SpecialType.System_Object }; current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers(called))
            {
                if (member is not IMethodSymbol { IsAbstract: false, DeclaringSyntaxReferences: { IsEmpty: false } declarations } method)
                    return false;
                if (!method.IsStatic)
                {
                    foreach (SyntaxReference declaration in declarations)
                        texts.Enqueue(declaration.GetSyntax(cancellation));
                }
            }
        }

        return true;
    }

    private static bool IsDisposer(string name, string? named) => name == named || s_releaseNames.Contains(name, StringComparer.Ordinal);

    private static ExpressionSyntax? ReadBy(PropertyDeclarationSyntax declaration)
    {
        if (declaration.ExpressionBody is { Expression: var expression })
            return expression;
        AccessorDeclarationSyntax? getter = declaration.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        return getter?.ExpressionBody?.Expression
            ?? (getter?.Body is { Statements: { Count: 1 } statements } ? (statements[0] as ReturnStatementSyntax)?.Expression : null);
    }

    // Names, members, literals and what chooses between them; whatever calls something may ask whether the object is still alive.
    private static bool IsRead(SyntaxNode node) => node is IdentifierNameSyntax or ThisExpressionSyntax or MemberAccessExpressionSyntax or LiteralExpressionSyntax
        or ParenthesizedExpressionSyntax or ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax or MemberBindingExpressionSyntax
        or CastExpressionSyntax or PredefinedTypeSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression };

    private static HashSet<string> NamesIn(SyntaxNode node) =>
        new(node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText), StringComparer.Ordinal);

    // _isDisposed = true is what such a property is there to tell of.
    private static HashSet<string> LostIn(SyntaxNode release)
    {
        HashSet<string> names = NamesIn(release);
        names.ExceptWith(release.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Where(static assignment => assignment.Right.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression)
            .Select(static assignment => assignment.Left).OfType<IdentifierNameSyntax>().Select(static flag => flag.Identifier.ValueText));
        return names;
    }

    private static IEnumerable<SyntaxNode> ReleasesOf(INamedTypeSymbol type, string? named, CancellationToken cancellation) =>
        type.GetMembers().OfType<IMethodSymbol>()
            .Where(method => IsDisposer(method.Name.Substring(method.Name.LastIndexOf('.') + 1), named) || method.MethodKind == MethodKind.Destructor)
            .SelectMany(static method => method.DeclaringSyntaxReferences)
            .Select(reference => reference.GetSyntax(cancellation));
}
