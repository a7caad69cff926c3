public sealed class Node(Stream data, Node? next) : IDisposable
{
    public Node? Next { get; } = next;

    public void Dispose()
    {
        data.Dispose();
        Next?.Dispose();
    }
}

public static class Nodes
{
    public static Node? Chain(int count)
    {
        Node? head = null;
        for (int i = 0; i < count; i++)
            head = new Node(new MemoryStream(), head);
        return head;
    }

    public static int Length(int count)
    {
        using Node? head = Chain(count);
        int length = 0;
        for (Node? node = head; node is not null; node = node.Next)
            length++;
        return length;
    }
}
