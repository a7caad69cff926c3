using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ResourceHygiene.Testing;

/// <summary>
/// No value that a generator keeps between runs may reach the compiler's objects: a symbol in a model keeps a whole
/// compilation alive and never equals its successor.
/// </summary>
internal static class ModelCheck
{
    public static void Verify(GeneratorRun run)
    {
        foreach ((string name, IncrementalGeneratorRunStep step) in PipelineSteps.Own(run))
        {
            foreach ((object? value, _) in step.Outputs)
            {
                // A transform may answer null, for a later step to leave out.
                if (value is not null && FindCompilerObject(value) is { } found)
                    throw new VerificationException($"Step {name} keeps a {found.What} alive, reached through {found.Path}.");
            }
        }
    }

    /// <summary>Walks all fields, private and inherited ones too, and the elements of arrays.</summary>
    internal static (string What, string Path)? FindCompilerObject(object root)
    {
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        Stack<(object Value, string Path)> pending = new();
        Push(root, root.GetType().Name);
        while (pending.TryPop(out var next))
        {
            if (ForbiddenKind(next.Value) is { } kind)
                return (kind, next.Path);

            if (next.Value is Array array)
            {
                int index = 0;
                foreach (object? element in array)
                    Push(element, $"{next.Path}[{index++}]");

                continue;
            }

            for (Type? type = next.Value.GetType(); type is not null; type = type.BaseType)
            {
                foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (!IsLeaf(field.FieldType))
                        Push(field.GetValue(next.Value), $"{next.Path}.{DisplayName(field)}");
                }
            }
        }

        return null;

        void Push(object? value, string path)
        {
            // A boxed struct is a new object each time; its reference cannot close a cycle, only what it points to can.
            if (value is not null && !IsLeaf(value.GetType()) && !IsHostObject(value) && (value.GetType().IsValueType || seen.Add(value)))
                pending.Push((value, path));
        }
    }

    private static string? ForbiddenKind(object value) => value switch
    {
        ISymbol => nameof(ISymbol),
        SyntaxNode => nameof(SyntaxNode),
        SyntaxTree => nameof(SyntaxTree),
        SyntaxReference => nameof(SyntaxReference),
        Compilation => nameof(Compilation),
        SemanticModel => nameof(SemanticModel),
        Location => nameof(Location),
        IOperation => nameof(IOperation),
        AttributeData => nameof(AttributeData),
        Diagnostic => nameof(Diagnostic),
        _ => null,
    };

    private static bool IsLeaf(Type type) =>
        type.IsPrimitive || type.IsEnum || type.IsPointer || type.IsFunctionPointer || type.IsByRefLike
        || type == typeof(string) || type == typeof(decimal) || type == typeof(Pointer)
        || typeof(MemberInfo).IsAssignableFrom(type) || typeof(Assembly).IsAssignableFrom(type);

    // Inputs that the host keeps alive anyway and replaces as a whole.
    private static bool IsHostObject(object value) =>
        value is AnalyzerConfigOptionsProvider or AnalyzerConfigOptions or ParseOptions or AdditionalText or MetadataReference;

    private static string DisplayName(FieldInfo field)
    {
        // <Name>k__BackingField
        string name = field.Name;
        return field.IsDefined(typeof(CompilerGeneratedAttribute)) && name is ['<', ..] ? name[1..name.IndexOf('>', StringComparison.Ordinal)] : name;
    }
}
