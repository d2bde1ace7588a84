/// Keys made for these tests, which open nothing.
enum TestKeys {
    static let privateKey = """
        -----BEGIN PRIVATE KEY-----
        MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQC23laudIdJj7w6
        6rxImHb5tfV3mM97SdKuTmqLcoch/MQCSK93tqlfPdD567qE9ycBI2zZAtvBfbaH
        k8QT1QboQcX6Ey2cXM2x6jv2YDox31rCYlRP0CdTG1IMJRTumLjVz2tRMOFYGNxu
        VGvmxbfI9Q5S8pAeyqz4J0FiiKSGnakmr2kHBTjDzcZGeIbATe8Fa1t/lihT3z9H
        MvNnFcpN8Hub0taZ9ky/R4/O1/IfNH2BeIqPo/5rfhUvhlva8lxmKU6vJvvf1GS0
        9tWawP6/SnluQ50MCRwSv1TCKp2uHCdQqJPDxxCZehIATaeP0d6KTf9ARZ+4GsTe
        TdMTxs2fAgMBAAECggEAQMs04WluihUAt8t2XS6QcVgUmoStd1yn5pToUXKKCPPb
        q4d/jKZPCu0HP5ZTp0s/KbsYlSfbH4rggtdLkU9YvDCZ6kqjTZTgWRrKljhwRj2C
        lf9rKkBxvpOelakJ6qR4UWHF/6WXIrTkXb9R4BnMTcrugVtqz042zVJza2tJCFz5
        PVWwdIRhYIMANauBHk1XkbNgeo4D4x0JA6O6iT6ZGuQYLjODsytvdaE5N7JmgtXs
        SkfleXadxY4srk4fuxetChIJes7BeuLoOmqhDpaZTDEa7GBIe8mSijoiLToBJD4Q
        s7pt0kUBY7tSA4P110UCW/s4et0MqeuFNVAsnqiQqQKBgQDakZccCbC550CtRiG8
        xO4AgeM+tJ+eKq8uKe6uqZxa94ppbpmoBpAZph2yDWhL7TDxMuGffw6AqFR5+JLf
        x3jgmwArXqUP1ykzX7meJllqlxdT5mcyFvJYnbdG8eTjKk7R4ahyP4D2ls1yaa2z
        XUTLvnVB89Q0yD9O/GJbzLTApQKBgQDWL5fVotIZUOZMzE53w2jGVwxkvU8r/Pgm
        L4xSnsqrriP6ctuE0u6TqUSwxsmHmYpJxZjUAjIrPfcObSv5TQ/jsPoGMIAy8onM
        WE42EC9ETxFYHenKxUOV5SSrS2zUE/TKgUy78LOlE5EqBl6V73f3MObg+RS3xy+T
        doxFI9hd8wKBgQCSHx9tCTVzM51Tuj033FhZUnzAITVNIrA3JqWBc7cqQa/xSJXF
        dY3E9/+GV9xQVmSP/DpGzUS+0sqXOI3IuaygTD/SvtWPP4M161tG1dCVqClaWADJ
        xfmDMP2kmncxP8muGzToHHh1YuA7C1erQEGMDOqLix1lpDJe9fAz+ykkWQKBgQCd
        HFIq8oFc8pvMT71rWlqbyrSbnMXbhXddQ1mSLUqLPnTDvMbLmpJInEx3w4mGvxjS
        XnBpa6bzU0PLQEeWWnHCWko8ig0v0ftEeq38OEkDuWAGnAKnq6WU6X3JbM1Kj8zr
        UodAASM1frHn+r4dC4ibOTLSacNJv4FlkPr5qH6JAwKBgFla7dcG6cPuSFm4Tqsm
        uJLbOVVMW52+biKsRA/+zVt/g+FdkDqyTvuZbCzh+MCqQKqIlUoleyCmArQW30fu
        8Wx2bza7220TAdpPxM5M0tHhaBvOlLEsIUVnd/noh1oBupsh6YiXy7jFGvCxjwws
        Zom23silWhZ1Duih3qGqLpzV
        -----END PRIVATE KEY-----
        """

    static let publicKey = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtt5WrnSHSY+8Ouq8SJh2
        +bX1d5jPe0nSrk5qi3KHIfzEAkivd7apXz3Q+eu6hPcnASNs2QLbwX22h5PEE9UG
        6EHF+hMtnFzNseo79mA6Md9awmJUT9AnUxtSDCUU7pi41c9rUTDhWBjcblRr5sW3
        yPUOUvKQHsqs+CdBYoikhp2pJq9pBwU4w83GRniGwE3vBWtbf5YoU98/RzLzZxXK
        TfB7m9LWmfZMv0ePztfyHzR9gXiKj6P+a34VL4Zb2vJcZilOryb739RktPbVmsD+
        v0p5bkOdDAkcEr9UwiqdrhwnUKiTw8cQmXoSAE2nj9Heik3/QEWfuBrE3k3TE8bN
        nwIDAQAB
        -----END PUBLIC KEY-----
        """

    /// A certificate of the same key.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIDATCCAemgAwIBAgIUW7fDoDnakQywtNfwt9DJmL9OrZowDQYJKoZIhvcNAQEL
        BQAwDzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjUyMjM1MjVaGA8yMTI2MTEwMTIy
        MzUyNVowDzENMAsGA1UEAwwEdGVzdDCCASIwDQYJKoZIhvcNAQEBBQADggEPADCC
        AQoCggEBALbeVq50h0mPvDrqvEiYdvm19XeYz3tJ0q5OaotyhyH8xAJIr3e2qV89
        0PnruoT3JwEjbNkC28F9toeTxBPVBuhBxfoTLZxczbHqO/ZgOjHfWsJiVE/QJ1Mb
        UgwlFO6YuNXPa1Ew4VgY3G5Ua+bFt8j1DlLykB7KrPgnQWKIpIadqSavaQcFOMPN
        xkZ4hsBN7wVrW3+WKFPfP0cy82cVyk3we5vS1pn2TL9Hj87X8h80fYF4io+j/mt+
        FS+GW9ryXGYpTq8m+9/UZLT21ZrA/r9KeW5DnQwJHBK/VMIqna4cJ1Cok8PHEJl6
        EgBNp4/R3opN/0BFn7gaxN5N0xPGzZ8CAwEAAaNTMFEwHQYDVR0OBBYEFDEb3+m+
        gpD0pBIU4+yC63ZhvC4fMB8GA1UdIwQYMBaAFDEb3+m+gpD0pBIU4+yC63ZhvC4f
        MA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEBAAiq70YohEbqbPRv
        rW4EIHG64l4PqxyEH9hjfbqKPx31F+pPstwLqQsbORLfT+p8TGtlNZFfCzHncRIw
        1WmQZXWtm3YsyF4RZLKurW8vPmRFf7jwpPoJWvSJ3Dtjt6nEXf/sYzlYnBVj8M8i
        X5v1UPbjfKoZwcjXYTf70SJaKjNc+ygtXriq3vUfWSsHjBj4wi8rey12ekbc6idp
        lv0Ugnj7Bd14+eoDPWhtija0woVtHBEBaVcLU+lzITgoN3K8Qw3skhZmjmsGvgbf
        vRdQAkpot85Lmxa687H5VHX2XVsNv2qs0HsZ99MDh3vfE5Tt8G3M2JLTztbacyKr
        wlH0FH8=
        -----END CERTIFICATE-----
        """

    /// The key of somebody else.
    static let otherPublicKey = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAx3YGy+1OxO+XLpRgU1kz
        VBghJpLlzCkmHzdDuvYpc60Pvyh4c347GCq4lBi50gYrMuiRzfdHf2sDErnb1SXd
        Oz93DZp03SZjRORwYh5qfw2tOivvByix+otLU1S81cNH8M/sMwSUiK9SPx/+irB/
        6o51kqIqM9fmEShVqpm4hXcBEvWrj9oba/8YiXxqA6BmOhXVm/VuZ713go3sEgdF
        GXdyaxuPHISenDSO4Gg57uq/yLMZq1TqEF9GoEo4dMkaPKt5IXM7HHRRW+C1Oekj
        hFeq7Am2na+bpDzBcUAyEg5JQWqBsJtaAToVlvxBRHxCpCTVGavv/KNVRKnHWNtV
        IwIDAQAB
        -----END PUBLIC KEY-----
        """
}
