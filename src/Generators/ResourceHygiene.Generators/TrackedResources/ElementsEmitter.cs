using System.Globalization;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Generators.TrackedResources;

/// <summary>Prints the release of what a collection holds: one after the other, each on its own, whatever the others throw.</summary>
internal static class ElementsEmitter
{
    /// <summary>Prints the loop, to be put into a guard of its own: the collection itself may throw.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The expression that gives the collection.</param>
    /// <param name="release">How it is released: element by element.</param>
    /// <param name="emitElement">Prints the guarded release of one element, given the expression that gives it.</param>
    public static void Emit(CodeWriter writer, string value, MemberRelease release, Action<string, MemberRelease> emitElement) =>
        Emit(writer, value, release, emitElement, depth: 0);

    private static void Emit(CodeWriter writer, string value, MemberRelease release, Action<string, MemberRelease> emitElement, int depth)
    {
        ElementsRelease elements = release.Elements!;
        string collection = Numbered("elements", depth);
        string typed = elements.Through is null ? value : $"(({elements.Through}?){value})";
        if (release.MayBeNull)
        {
            using (writer.Block($"if ({typed} is {{ }} {collection})"))
                EmitPresent(writer, collection, elements, emitElement, depth);
        }
        else
        {
            writer.Line($"var {collection} = {typed};");
            EmitPresent(writer, collection, elements, emitElement, depth);
        }
    }

    private static void EmitPresent(
        CodeWriter writer, string collection, ElementsRelease elements, Action<string, MemberRelease> emitElement, int depth)
    {
        switch (elements.Access)
        {
            case ElementAccess.Length when elements.MayBeDefault:
                using (writer.Block($"if (!{collection}.IsDefault)"))
                    EmitIndexed(writer, collection, elements, emitElement, depth);
                break;
            case ElementAccess.Length or ElementAccess.Count:
                EmitIndexed(writer, collection, elements, emitElement, depth);
                break;
            case ElementAccess.LazyValue:
                using (writer.Block($"if ({collection}.IsValueCreated)"))
                    EmitElement(writer, collection + ".Value", elements, emitElement, depth);
                break;
            default:
                EmitEnumerated(writer, collection, elements, emitElement, depth);
                break;
        }
    }

    private static void EmitIndexed(
        CodeWriter writer, string collection, ElementsRelease elements, Action<string, MemberRelease> emitElement, int depth)
    {
        string index = Numbered("index", depth);
        string length = elements.Access == ElementAccess.Length ? "Length" : "Count";
        using (writer.Block($"for (int {index} = {collection}.{length} - 1; {index} >= 0; {index}--)"))
        {
            // An element may take others out, too.
            if (elements.Access == ElementAccess.Count)
            {
                using (writer.Block($"if ({index} < {collection}.Count)"))
                    EmitElement(writer, $"{collection}[{index}]", elements, emitElement, depth);
            }
            else
            {
                EmitElement(writer, $"{collection}[{index}]", elements, emitElement, depth);
            }
        }
    }

    private static void EmitEnumerated(
        CodeWriter writer, string collection, ElementsRelease elements, Action<string, MemberRelease> emitElement, int depth)
    {
        string element = Numbered("element", depth);
        string source = elements.Access == ElementAccess.Enumeration ? collection : $"new global::System.Collections.Generic.List<{elements.ElementType}>({collection})";
        using (writer.Block($"foreach (var {element} in {source})"))
            EmitElement(writer, element, elements, emitElement, depth);
    }

    private static void EmitElement(
        CodeWriter writer, string element, ElementsRelease elements, Action<string, MemberRelease> emitElement, int depth)
    {
        if (elements.OfPairs)
            element += ".Value";
        if (elements.Element.Elements is not null)
            Emit(writer, element, elements.Element, emitElement, depth + 1);
        else
            emitElement(element, elements.Element);
    }

    private static string Numbered(string name, int depth) => name + depth.ToString(CultureInfo.InvariantCulture);
}
