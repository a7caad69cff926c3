using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>
/// Which enumerators in source cost something. Nearly all release nothing: they have to have a Dispose, forget what they
/// looked at, or end the enumerator that they wrap. Told by text and declared types alone.
/// </summary>
internal static class EnumeratorRelease
{
    // Reset called by Dispose of an enumerator that another one holds.
    private const int MaxDepth = 4;

    /// <summary>True when a disposer of the class, or of a base class in source, does more than that.</summary>
    public static bool LetsGo(ITypeSymbol type) => LetsGo(type, depth: 0);

    private static bool LetsGo(ITypeSymbol type, int depth)
    {
        for (ITypeSymbol? current = type; current is { DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType)
        {
            if (current.GetMembers().OfType<IMethodSymbol>().Any(method => IsDisposer(method) && BodyOf(method) is { } body && !IsIdle(body, current, depth)))
                return true;
        }

        return false;
    }

    private static bool IsDisposer(IMethodSymbol method) =>
        !method.IsStatic && (method.Name is "Dispose" or "DisposeAsync" or "DisposeAsyncCore" || method.Name.EndsWith(".Dispose", StringComparison.Ordinal) || method.Name.EndsWith(".DisposeAsync", StringComparison.Ordinal));

    private static SyntaxNode? BodyOf(IMethodSymbol method) =>
        (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() as MethodDeclarationSyntax) is { } declaration ? declaration.Body ?? (SyntaxNode?)declaration.ExpressionBody?.Expression : null;

    private static bool IsIdle(SyntaxNode? node, ITypeSymbol type, int depth) => node switch
    {
        null or EmptyStatementSyntax or ThrowStatementSyntax or ThrowExpressionSyntax => true,
        BlockSyntax block => block.Statements.All(statement => IsIdle(statement, type, depth)),
        IfStatementSyntax choice => IsIdle(choice.Statement, type, depth) && IsIdle(choice.Else?.Statement, type, depth),
        ReturnStatementSyntax @return => IsIdle(@return.Expression, type, depth),
        ExpressionStatementSyntax statement => IsIdle(statement.Expression, type, depth),
        AwaitExpressionSyntax await => IsIdle(await.Expression, type, depth),
        LiteralExpressionSyntax or DefaultExpressionSyntax => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } => true,
        ImplicitObjectCreationExpressionSyntax or ObjectCreationExpressionSyntax { Type: IdentifierNameSyntax { Identifier.ValueText: "ValueTask" } } => true,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment => Forgets(assignment, type),
        ConditionalAccessExpressionSyntax { Expression: { } holder, WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax } } => IsEnumerator(holder, type, depth),
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Dispose" or "DisposeAsync" or "DisposeAsyncCore" } } => true,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax name, ArgumentList.Arguments.Count: 0 } => IsIdleCall(name.Identifier.ValueText, type, depth),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.Identifier.ValueText switch
        {
            "SuppressFinalize" => true,
            "ConfigureAwait" => IsIdle(access.Expression, type, depth),
            "Dispose" or "DisposeAsync" => access.Expression is BaseExpressionSyntax or ThisExpressionSyntax || IsEnumerator(access.Expression, type, depth),
            _ => false,
        },
        _ => false,
    };

    // Reset(): what it does is told as that of a disposer.
    private static bool IsIdleCall(string name, ITypeSymbol type, int depth) =>
        depth < MaxDepth && type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(static method => method.Parameters.IsEmpty) is { IsVirtual: false, IsAbstract: false, IsOverride: false } called
        && BodyOf(called) is { } body && IsIdle(body, type, depth + 1);

    // _buffer = null, _index = -2: of fields, since the setter of a property may do anything.
    private static bool Forgets(AssignmentExpressionSyntax assignment, ITypeSymbol type)
    {
        ExpressionSyntax value = assignment.Right is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiven ? forgiven.Operand : assignment.Right;
        return value is LiteralExpressionSyntax or DefaultExpressionSyntax or PrefixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax } && MemberAt(assignment.Left, type) is IFieldSymbol;
    }

    private static bool IsEnumerator(ExpressionSyntax holder, ITypeSymbol type, int depth) => MemberAt(holder, type) switch
    {
        IFieldSymbol field => IsEnumerator(field.Type, depth),
        IPropertySymbol property => IsEnumerator(property.Type, depth),
        _ => false,
    };

    // List<T>.Enumerator is one by its name, and a sealed class in source by what it does.
    private static bool IsEnumerator(ITypeSymbol type, int depth) => type.Name is "IEnumerator" or "IAsyncEnumerator" or "Enumerator"
        || (depth < MaxDepth && type is { IsSealed: true, DeclaringSyntaxReferences.IsEmpty: false } && type.AllInterfaces.Any(static implemented => implemented.Name is "IEnumerator") && !LetsGo(type, depth + 1));

    private static ISymbol? MemberAt(ExpressionSyntax place, ITypeSymbol type)
    {
        if (place is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiven)
            place = forgiven.Operand;
        string? name = place switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax own } => own.Identifier.ValueText,
            _ => null,
        };
        for (ITypeSymbol? current = name is null ? null : type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name!).FirstOrDefault() is { IsStatic: false } member)
                return member;
        }

        return null;
    }
}
