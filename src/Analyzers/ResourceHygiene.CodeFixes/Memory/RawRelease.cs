using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using ResourceHygiene.CodeFixes.Rewriting;

namespace ResourceHygiene.CodeFixes.Memory;

/// <summary>Calls that free memory, handles and pins and return buffers, as the diagnostic says how.</summary>
internal static class RawRelease
{
    private const string Global = "global::";

    // An address may be an IntPtr where the function wants a pointer, and the other way round.
    private static readonly string[] s_casts = ["{0}", "(void*){0}", "(System.IntPtr){0}"];

    /// <summary>The call on an expression, in each form that may compile, the plainest first.</summary>
    public static IEnumerable<ExpressionSyntax> On(ExpressionSyntax released, string format) =>
        from form in FormsOf(format)
        from cast in form.StartsWith("{0}", StringComparison.Ordinal) ? s_casts.Take(1) : s_casts
        select SyntaxFactory.ParseExpression(Format(form, Format(cast, released.WithoutTrivia().ToString())))
            .WithAdditionalAnnotations(Simplifier.Annotation, Formatter.Annotation);

    // Where the type is in sight, without its namespace.
    private static IEnumerable<string> FormsOf(string format)
    {
        if (format.StartsWith(Global, StringComparison.Ordinal))
        {
            string[] parts = format.Substring(Global.Length, format.IndexOf('(') - Global.Length).Split('.');
            yield return string.Join(".", parts.Skip(parts.Length - 2)) + format.Substring(format.IndexOf('('));
        }

        yield return format;
    }

    /// <summary>What a call releases that is nothing but a release of a variable; null for other calls.</summary>
    public static bool Releases(ExpressionSyntax expression, string variable, IReadOnlyList<string> names)
    {
        if (expression is not InvocationExpressionSyntax call)
            return false;
        (SimpleNameSyntax? method, ExpressionSyntax? receiver) = call.Expression switch
        {
            MemberAccessExpressionSyntax access => (access.Name, access.Expression),
            SimpleNameSyntax name => (name, null),
            _ => ((SimpleNameSyntax?)null, (ExpressionSyntax?)null),
        };
        return method is not null && names.Contains(method.Identifier.ValueText)
            && (call.ArgumentList.Arguments is [var first, ..] ? IsVariable(first.Expression, variable) : receiver is not null && IsVariable(receiver, variable));
    }

    /// <summary>An expression without the casts around it.</summary>
    public static ExpressionSyntax Bare(ExpressionSyntax value)
    {
        while (true)
        {
            switch (value)
            {
                case CastExpressionSyntax cast:
                    value = cast.Expression;
                    break;
                case ParenthesizedExpressionSyntax inner:
                    value = inner.Expression;
                    break;
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } inner:
                    value = inner.Operand;
                    break;
                default:
                    return value;
            }
        }
    }

    private static bool IsVariable(ExpressionSyntax value, string variable) => Bare(value) is IdentifierNameSyntax name && name.Identifier.ValueText == variable;

    private static string Format(string format, string value) => string.Format(CultureInfo.InvariantCulture, format, value);
}
