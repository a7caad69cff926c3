using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Types in source that release nothing but what their constructors were given, in case that is disposable:
/// <c>(_output as IDisposable)?.Dispose();</c>. Made around what is no resource by its type, such an object owes nothing of
/// its own: who made what it was given knows what that is. Thread-safe; memoised for one compilation.
/// </summary>
internal sealed class GivenContents
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<string>> _known = new(SymbolEqualityComparer.Default);
    private readonly Contracts.ResourceTypes _types;

    public GivenContents(Contracts.ResourceTypes types) => _types = types;

    /// <summary>True where what an operation makes of a type may release only what it was given, and that is no resource.</summary>
    public bool OwesNothing(IOperation maker, ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { DeclaringSyntaxReferences.IsEmpty: false } made || _known.GetOrAdd(made.OriginalDefinition, Find) is not { IsEmpty: false } held)
            return false;
        bool isResource = held.Any(name => made.GetMembers(name).Any(member => _types.TraitsOf((member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type) is not null));
        ImmutableArray<IArgumentOperation> arguments = (maker as IObjectCreationOperation)?.Arguments ?? (maker as IInvocationOperation)?.Arguments ?? ImmutableArray<IArgumentOperation>.Empty;
        // new Decorator(File.OpenRead(path)), where the constructor takes an object.
        return !isResource && !arguments.Any(argument => argument.Value is IConversionOperation { Operand.Type: { } given } && _types.TraitsOf(given) is not null
            && _types.TraitsOf(argument.Parameter?.Type) is null);
    }

    private static ImmutableArray<string> Find(INamedTypeSymbol type)
    {
        if (type.BaseType?.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType)
            || type.GetMembers("Dispose").OfType<IMethodSymbol>().FirstOrDefault(static method => method.Parameters.IsEmpty) is not { IsVirtual: false, IsAbstract: false } dispose
            || dispose.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not MethodDeclarationSyntax declaration)
        {
            return ImmutableArray<string>.Empty;
        }

        var released = new List<string>();
        bool isAll = declaration.Body is { } body ? body.Statements.All(statement => Passes(statement, released)) : declaration.ExpressionBody is { Expression: var only } && Passes(only, released);
        return isAll && released.Count > 0 && released.TrueForAll(name => IsGiven(name, type)) ? released.Distinct(StringComparer.Ordinal).ToImmutableArray() : ImmutableArray<string>.Empty;
    }

    private static bool Passes(StatementSyntax? statement, List<string> released) => statement switch
    {
        null or EmptyStatementSyntax => true,
        BlockSyntax block => block.Statements.All(inner => Passes(inner, released)),
        IfStatementSyntax choice => Passes(choice.Statement, released) && Passes(choice.Else?.Statement, released),
        ExpressionStatementSyntax { Expression: var expression } => Passes(expression, released),
        _ => false,
    };

    private static bool Passes(ExpressionSyntax expression, List<string> released)
    {
        ExpressionSyntax? holder = expression switch
        {
            ConditionalAccessExpressionSyntax { Expression: var asked, WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" } } } => asked,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose", Expression: var asked } } => asked,
            _ => null,
        };
        while (holder is ParenthesizedExpressionSyntax parenthesized)
            holder = parenthesized.Expression;
        ExpressionSyntax? member = holder switch
        {
            CastExpressionSyntax { Type: IdentifierNameSyntax { Identifier.ValueText: "IDisposable" } } cast => cast.Expression,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression, Right: IdentifierNameSyntax { Identifier.ValueText: "IDisposable" } } cast => cast.Left,
            _ => null,
        };
        if (NameOf(member) is not { } name)
            return false;
        released.Add(name);
        return true;
    }

    /// <summary>True where constructors put a parameter of theirs into a member, and nothing puts anything else there.</summary>
    /// <param name="name">The member.</param>
    /// <param name="type">The type in source whose member it is.</param>
    /// <param name="by">The constructor that must do so, where it is known which one runs; null where any may run.</param>
    public static bool IsGiven(string name, INamedTypeSymbol type, ConstructorDeclarationSyntax? by = null)
    {
        bool isSet = false;
        foreach (SyntaxNode node in type.DeclaringSyntaxReferences.SelectMany(static part => part.GetSyntax().DescendantNodes()))
        {
            switch (node)
            {
                case AssignmentExpressionSyntax assignment when NameOf(assignment.Left) == name:
                    if (Unguarded(assignment.Right) is not IdentifierNameSyntax given || assignment.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not { } constructor
                        || !IsParameter(given, constructor) || IsReplaced(given.Identifier.ValueText, constructor))
                    {
                        return false;
                    }

                    isSet |= by is null || by == constructor;
                    break;
                // : this(new TcpTransport())
                case ConstructorInitializerSyntax { ThisOrBaseKeyword.RawKind: (int)SyntaxKind.ThisKeyword, Parent: ConstructorDeclarationSyntax caller } other
                    when by is null && !other.ArgumentList.Arguments.All(argument => argument.Expression is LiteralExpressionSyntax || IsParameter(argument.Expression, caller)):
                case ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument when NameOf(argument.Expression) == name:
                    return false;
                // (_transport, _name) = (new TcpTransport(), name);
                case AssignmentExpressionSyntax { Left: TupleExpressionSyntax targets } when targets.Arguments.Any(target => NameOf(target.Expression) == name):
                    return false;
                case VariableDeclaratorSyntax { Initializer: not null, Parent.Parent: FieldDeclarationSyntax } field when field.Identifier.ValueText == name:
                case PropertyDeclarationSyntax { Initializer: not null } property when property.Identifier.ValueText == name:
                    return false;
                default:
                    break;
            }
        }

        return isSet;
    }

    // transport ?? throw new ArgumentNullException(nameof(transport)), transport!
    private static ExpressionSyntax Unguarded(ExpressionSyntax given) => given switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Left: var guarded, Right: ThrowExpressionSyntax } => guarded,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Operand: var asserted } => asserted,
        _ => given,
    };

    private static bool IsParameter(ExpressionSyntax given, ConstructorDeclarationSyntax constructor) =>
        given is IdentifierNameSyntax { Identifier.ValueText: var name } && constructor.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == name);

    // transport ??= new TcpTransport();
    private static bool IsReplaced(string parameter, ConstructorDeclarationSyntax constructor) => constructor.DescendantNodes().Any(node => node switch
    {
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var name } } => name == parameter,
        AssignmentExpressionSyntax { Left: TupleExpressionSyntax targets } => targets.Arguments.Any(target => target.Expression is IdentifierNameSyntax { Identifier.ValueText: var name } && name == parameter),
        ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax { Identifier.ValueText: var name } } => name == parameter,
        _ => false,
    });

    private static string? NameOf(ExpressionSyntax? member) => member switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } => name.Identifier.ValueText,
        _ => null,
    };
}
